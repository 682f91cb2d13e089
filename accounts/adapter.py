from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up fills our own fields; see `accounts.forms.SignupFieldsForm`."""
