"""The pages of one's own account, in one list: for the way beside each of them, and for the overview."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class AccountPage:
    view: str  # the name of its address
    title: "StrPromise"
    hint: "StrPromise | str" = ""  # what the overview says of it; what hangs on the person is said there
    beneath: str = ""  # how the names of the addresses begin that belong to it

    def holds(self, view: str) -> bool:
        return view == self.view or bool(self.beneath and view.startswith(self.beneath))


PAGES = (
    AccountPage(
        "accounts:profile", _("Profile"), _("Your name, what you bring and look for, your clock, and who may see it.")
    ),
    AccountPage("account_email", _("E-mail addresses")),
    AccountPage("account_change_password", _("Password"), beneath="account_set_password"),
    AccountPage(
        "mfa_index",
        _("Two-step sign-in"),
        _("A code from your telephone as well, so that a stolen password opens nothing."),
        beneath="mfa_",
    ),
    AccountPage(
        "usersessions_list",
        _("Where you are signed in"),
        _("The browsers that are open with your account. Sign the others out."),
    ),
    AccountPage("notifications:settings", _("Notifications"), _("What you are told of, where and when.")),
    AccountPage(
        "forums:feeds",
        _("Feeds and calendars"),
        _("See your meetings in your own calendar, and read what opens in your communities in a feed reader."),
        beneath="forums:feeds-",
    ),
    AccountPage(
        "forums:claims",
        _("Posts from mailing lists"),
        _("Make yours what you once sent to a list that a community brought with it."),
    ),
    AccountPage(
        "accounts:blocked",
        _("Whom you blocked"),
        _("People of whom you want to hear nothing. They are not told."),
    ),
    AccountPage(
        "accounts:data",
        _("Your data"),
        _("Take everything with you, or erase your account."),
        beneath="accounts:erase",
    ),
)
