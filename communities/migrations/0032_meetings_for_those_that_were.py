from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Func, Value


def switch_on_meetings(apps, schema_editor):
    """Communities that were there before may meet too; their leaders can switch it off."""
    community = apps.get_model("communities", "Community")
    tools = ArrayField(models.CharField(max_length=20))
    with_meetings = Func(F("tools"), Value("meetings"), function="array_append", output_field=tools)
    community.objects.exclude(tools__contains=["meetings"]).update(tools=with_meetings)


class Migration(migrations.Migration):
    dependencies = [("communities", "0031_meetings_tool")]
    operations = [migrations.RunPython(switch_on_meetings, migrations.RunPython.noop)]
