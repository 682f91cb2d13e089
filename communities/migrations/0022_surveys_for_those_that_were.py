from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Func, Value


def switch_on_surveys(apps, schema_editor):
    """Communities that were there before may ask their members too; their leaders can switch it off."""
    community = apps.get_model("communities", "Community")
    tools = ArrayField(models.CharField(max_length=20))
    with_surveys = Func(F("tools"), Value("surveys"), function="array_append", output_field=tools)
    community.objects.exclude(tools__contains=["surveys"]).update(tools=with_surveys)


class Migration(migrations.Migration):
    dependencies = [("communities", "0021_statements_suggestions_and_a_tool")]
    operations = [migrations.RunPython(switch_on_surveys, migrations.RunPython.noop)]
