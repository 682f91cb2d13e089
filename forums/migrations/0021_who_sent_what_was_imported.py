from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_senders(apps, schema_editor):
    """Until now every post from an archive stood under its sender. Once more changes nothing."""
    posts = apps.get_model("forums", "Post").objects.filter(pk=OuterRef("post"))
    unnamed = apps.get_model("forums", "ImportedMessage").objects.filter(sender=None)
    unnamed.update(sender=Subquery(posts.values("sender")[:1]))


class Migration(migrations.Migration):
    dependencies = [("forums", "0020_posts_are_claimed")]

    operations = [migrations.RunPython(name_senders, migrations.RunPython.noop)]
