from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_who_works_in_industry"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="takes_questions",
            field=models.BooleanField(default=True, verbose_name="members may ask me when a question fits"),
        ),
    ]
