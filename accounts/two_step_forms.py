"""allauth's forms of the second step in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from accounts.entrance_forms import PlainWords


class CodeInPlainWords(PlainWords):
    code_label = _("Code")
    code_help = _("From your authenticator app, or one of your recovery codes.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = self.code_label, self.code_help
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class AuthenticateForm(CodeInPlainWords, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeInPlainWords, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeInPlainWords, totp.ActivateTOTPForm):
    code_label = _("The six digits that the app shows now")
    code_help = ""
