"""Mail on a site that was never told how to send it."""

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend


class UnsetBackend(BaseEmailBackend):
    """Refuses loudly: commands run without mail settings, but nothing is lost silently."""

    def send_messages(self, email_messages):
        raise ImproperlyConfigured("EMAIL_URL is not set, so Copse cannot send mail.")
