from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.utils import build_absolute_uri
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import actions, documents, queries
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up fills our own fields; see `accounts.forms.SignupFieldsForm`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This e-mail address belongs to this account already."),
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "email_taken": _("Somebody is registered with this e-mail address already."),
        "cannot_remove_primary_email": _("Your main address cannot be removed. Make another one the main one first."),
        "incorrect_code": _("This is not the code that we sent."),
        "incorrect_password": _("This is not your password."),
        "max_email_addresses": _("You can have at most %d e-mail addresses."),
        "too_many_login_attempts": _("That was wrong too many times. Wait a few minutes, then try again."),
        "unknown_email": _("This e-mail address belongs to no account."),
        "unverified_primary_email": _("Confirm this address first; then it can be the main one."),
    }

    def clean_email(self, email):
        # Otherwise allauth would store the part of it that fits, which is another address.
        MaxLengthValidator(User._meta.get_field("email").max_length)(email)
        return super().clean_email(email)

    def save_user(self, request, user, form, commit=True):
        # Before the row is written, because its handle is made from the name.
        user.display_name = form.cleaned_data["display_name"]
        user.time_zone = form.cleaned_data["time_zone"]
        person = super().save_user(request, user, form, commit=commit)
        # The page says above its button what one agrees to by pressing it.
        actions.agree(person, actor=person, version=documents.newest())
        return person

    def get_email_confirmation_url(self, request, emailconfirmation):
        """The mailed link leads on to the page that sign-up was begun for, such as one to join a community.

        The browser in which it was begun goes there by itself; any other one by way of signing in.
        """
        url = super().get_email_confirmation_url(request, emailconfirmation)
        wanted = get_next_redirect_url(request) if request else None
        if not wanted:
            return url
        entrance = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
        return f"{url}?{urlencode({'next': entrance})}"

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        """An address that somebody else has confirmed gets a mail that says so, and no link, as none could work."""
        added = emailconfirmation.email_address
        holder = queries.holder_of(added.email)
        if holder is None or holder == added.user:
            super().send_confirmation_mail(request, emailconfirmation, signup)
        else:
            self.send_mail("account/email/address_in_use", added.email, {})

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        way_out = {
            "person": user,
            "password_reset_url": build_absolute_uri(self.request, reverse("account_reset_password")),
        }
        super().send_notification_mail(template_prefix, user, way_out | (context or {}), email)
