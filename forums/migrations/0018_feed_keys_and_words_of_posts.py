import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import BtreeGinExtension, UnaccentExtension
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

CONFIGURE = """
    CREATE TEXT SEARCH CONFIGURATION copse (COPY = english);
    ALTER TEXT SEARCH CONFIGURATION copse ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0017_stages_and_message_types"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CONFIGURE, "DROP TEXT SEARCH CONFIGURATION copse"),
        migrations.AddIndex(
            model_name="post",
            index=GinIndex(models.F("discussion"), SearchVector("html", config="copse"), name="post_words"),
        ),
    ]
