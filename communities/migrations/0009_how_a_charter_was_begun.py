from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0008_call_once_and_well")]
    operations = [
        migrations.AddField(
            model_name="charter",
            name="method",
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="charter",
            name="template",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AlterModelOptions(name="evidence", options={"ordering": ["added_at", "pk"]}),
    ]
