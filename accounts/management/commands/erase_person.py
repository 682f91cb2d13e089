from django.core.management.base import BaseCommand, CommandError

from accounts.effects import erase_person
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Forget one person, for ever: their row is blanked and what they wrote for others stays, by a former member. "
        "docs/personal-data.md says what goes and what stays."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address that they sign in with")
        parser.add_argument("--yes", action="store_true", help="do it; without this nothing is changed")

    def handle(self, *, email, yes, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in with {email}.") from None
        if not yes:
            raise CommandError(f"This forgets {person.name} ({email}) and cannot be undone. Add --yes to do it.")
        erase_person(person)
        self.stdout.write(f"{email} is forgotten; what they wrote for others stays, by a former member.")
