import os
import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.effects import create_first_admin
from accounts.models import User
from core.errors import DomainError


class Command(BaseCommand):
    help = (
        "Create the first site administrator of a fresh Copse, with a verified e-mail address. "
        "The password is asked for, or taken from COPSE_ADMIN_PASSWORD; it is never printed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", default=os.environ.get("COPSE_ADMIN_EMAIL"), help="or COPSE_ADMIN_EMAIL")
        parser.add_argument("--name", default=os.environ.get("COPSE_ADMIN_NAME"), help="or COPSE_ADMIN_NAME")

    def handle(self, *, email, name, **options):
        if not email:
            raise CommandError("Say whose account it is: --email, or COPSE_ADMIN_EMAIL.")
        name = name or email.split("@")[0]
        try:
            validate_email(email)
            password = os.environ.get("COPSE_ADMIN_PASSWORD") or self._ask()
            validate_password(password, User(email=email, display_name=name))
            create_first_admin(email=email, name=name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{email} is now the site administrator.")

    def _ask(self):
        if not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask for the password: set COPSE_ADMIN_PASSWORD.")
        password = getpass("Password: ")
        if getpass("Password (again): ") != password:
            raise CommandError("The two passwords differ.")
        return password
