import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0019_lines_of_discussions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "importedsender",
            "claimed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("importedsender", "claimed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "importedsender",
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="imported_sender_claimed_at",
            ),
        ),
        migrations.AddIndex("importedsender", models.Index(fields=["address_hash"], name="imported_sender_address")),
        migrations.AddField(
            "importedmessage",
            "sender",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="forums.importedsender",
            ),
        ),
    ]
