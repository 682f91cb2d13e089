from django.db import migrations

USUAL = ["discussions", "plan", "agenda"]


def switch_on_usual_tools(apps, schema_editor):
    """Communities that were there before there were switches use what they could use until now."""
    community = apps.get_model("communities", "Community")
    community.objects.filter(tools=[]).update(tools=USUAL)


class Migration(migrations.Migration):
    dependencies = [("communities", "0011_life_settings_and_approval")]
    operations = [migrations.RunPython(switch_on_usual_tools, migrations.RunPython.noop)]
