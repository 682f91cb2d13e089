from django.db import migrations
from django.db.models import OuterRef, Subquery


def keep(apps, schema_editor):
    """The reason of each closing that stands on top, so that a reopening does not lose it."""
    Closing, Discussion = apps.get_model("forums", "Closing"), apps.get_model("forums", "Discussion")
    shown = Discussion.objects.filter(closing=OuterRef("pk"))
    on_top = Closing.objects.filter(reason="", pk__in=Discussion.objects.exclude(closing=None).values("closing"))
    on_top.update(reason=Subquery(shown.values("close_reason")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("forums", "0003_closing_reason"),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
