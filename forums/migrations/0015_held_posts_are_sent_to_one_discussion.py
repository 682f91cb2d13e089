from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0014_closings_shown_elsewhere"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="heldpost",
            name="held_post_submitted_once",
        ),
        migrations.AddConstraint(
            model_name="heldpost",
            constraint=models.UniqueConstraint(
                fields=("discussion", "author", "submission"), name="held_post_submitted_once"
            ),
        ),
    ]
