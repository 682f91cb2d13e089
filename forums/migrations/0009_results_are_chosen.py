from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0008_corrections")]

    operations = [
        migrations.AlterField(
            model_name="closing",
            name="result",
            field=models.CharField(
                blank=True,
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
                verbose_name="what came of it",
            ),
        ),
    ]
