"""Loads the demo world into a database that is made for it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from home.demo_world import LOGINS, PASSWORD, World, address


class Command(BaseCommand):
    help = "Load the demo world: people, communities and discussions. A second run adds only what is missing."

    def handle(self, *args, **options):
        _refuse_public_site()
        _refuse_real_people()
        with transaction.atomic():
            World().load()
        self.stdout.write(f"Sign in at {settings.SITE_URL}/account/login/ with the password {PASSWORD} as")
        for key, does in LOGINS.items():
            self.stdout.write(f"  {address(key):28} {does}")


def _refuse_public_site():
    """Everybody knows the password of these people, and one of them may do everything."""
    if not settings.DEMO or settings.IS_HTTPS:
        raise CommandError("The demo world is loaded only with DEMO=1 and a SITE_URL without https.")


def _refuse_real_people():
    """A database in which people sign in by their own addresses is no place for a demo, unless it began as one."""
    is_demo = User.objects.filter(email=address("admin"), is_staff=True).exists()
    if not is_demo and User.objects.exclude(email__iendswith="@copse.example").exists():
        raise CommandError("This database holds real people, so the demo world is not loaded into it.")
