from django.core.management.base import BaseCommand, CommandError

from accounts import effects
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Let one person in without their second step, who has lost their telephone and their recovery codes, "
        "and sign them out everywhere. "
        "Be sure that it is them who asks."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address that they sign in with")

    def handle(self, *, email, **options):
        try:
            person = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in with {email}.") from None
        effects.end_two_steps(person)
        self.stdout.write(f"{email} signs in with one step, until they set up a second one again.")
