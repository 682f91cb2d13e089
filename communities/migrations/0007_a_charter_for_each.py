from django.db import migrations


def add_charters(apps, schema_editor):
    community, charter = (apps.get_model("communities", name) for name in ("Community", "Charter"))
    bare = community.objects.filter(charter=None).values_list("pk", flat=True)
    charter.objects.bulk_create(charter(community_id=pk) for pk in bare)


class Migration(migrations.Migration):
    dependencies = [("communities", "0006_charter_life_call_and_plan")]
    operations = [migrations.RunPython(add_charters, migrations.RunPython.noop)]
