from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_invitations_and_answers")]

    operations = [UnaccentExtension(), TrigramExtension()]
