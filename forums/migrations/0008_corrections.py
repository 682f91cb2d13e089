import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("forums", "0007_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="corrected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrected_at", None), ("published_at__isnull", False), _connector="OR"),
                name="closing_corrected_once_published",
            ),
        ),
        migrations.CreateModel(
            name="ClosingRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("summary", models.TextField(blank=True)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reflection", "collective reflection"),
                            ("solution", "a problem solved"),
                            ("ideas", "ideas"),
                            ("best_practice", "a best practice"),
                            ("lesson", "a lesson learned"),
                            ("knowledge", "knowledge shared"),
                            ("none", "no result"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="forums.closing"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("closing", "version"), name="closing_revision_once")
                ],
            },
        ),
    ]
