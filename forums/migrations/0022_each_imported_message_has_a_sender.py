import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0021_who_sent_what_was_imported")]

    operations = [
        migrations.AlterField(
            "importedmessage",
            "sender",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="forums.importedsender"
            ),
        ),
    ]
