from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forums", "0002_manners_and_thanks"),
    ]

    operations = [
        migrations.AddField(
            model_name="closing",
            name="reason",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
