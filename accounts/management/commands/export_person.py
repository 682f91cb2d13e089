import json

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core import seams


class Command(BaseCommand):
    help = "Print everything that Copse holds of one person, as JSON. docs/personal-data.md says what that is."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address that they sign in with")

    def handle(self, *, email, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in with {email}.") from None
        self.stdout.write(json.dumps(seams.person_export.ask(person), indent=2, ensure_ascii=False))
