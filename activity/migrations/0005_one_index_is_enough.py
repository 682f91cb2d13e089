from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0004_find_by_verb"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_stream",
        ),
    ]
