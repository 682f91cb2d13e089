"""allauth's forms in our words. A module of its own: allauth's import `accounts.forms` in their turn."""

from allauth.account import forms as theirs
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Password so far"),
    "password2": _("The same again"),
}


class PlainWords:
    """Sentence case, and no placeholder that repeats its label."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)


class NewPassword(PlainWords):
    """One line says what is asked of a password; what is wrong with a given one is said beside it."""

    password_label = _("New password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = self.password_label
        self.fields["password1"].help_text = _("At least 10 characters; three words are a good one.")


class LoginForm(PlainWords, theirs.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The way to a new one stands beneath the form, where nobody has to step over it.
        self.fields["password"].help_text = ""


class SignupForm(NewPassword, theirs.SignupForm):
    password_label = _("Password")

    def try_save(self, request):
        person, response = super().try_save(request)
        if person is None:
            # The address is taken, which an answer that comes sooner would tell.
            make_password(self.cleaned_data["password1"])
        return person, response


class AddEmailForm(PlainWords, theirs.AddEmailForm):
    pass


class ChangePasswordForm(NewPassword, theirs.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, theirs.SetPasswordForm):
    pass


class ResetPasswordForm(PlainWords, theirs.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, theirs.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, theirs.ReauthenticateForm):
    pass


class RequestLoginCodeForm(PlainWords, theirs.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainWords, theirs.ConfirmLoginCodeForm):
    pass
