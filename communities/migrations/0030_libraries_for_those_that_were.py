from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Func, Value


def switch_on_libraries(apps, schema_editor):
    """Communities that were there before may keep things too; their leaders can switch it off."""
    community = apps.get_model("communities", "Community")
    tools = ArrayField(models.CharField(max_length=20))
    with_library = Func(F("tools"), Value("library"), function="array_append", output_field=tools)
    community.objects.exclude(tools__contains=["library"]).update(tools=with_library)


class Migration(migrations.Migration):
    dependencies = [("communities", "0029_a_library")]
    operations = [migrations.RunPython(switch_on_libraries, migrations.RunPython.noop)]
