"""Django's admin with the door of everyone in front of it, and a second step behind that door."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class StaffSite(AdminSite):
    site_title = site_header = "Copse"
    index_title = gettext_lazy("Who may sign in, and what stands in the way")

    # Site staff sign in at the same door as everyone, with its rate limits and confirmed addresses.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def admin_view(self, view, cacheable=False):
        """Let nobody of the staff through without a second step: they are led to set it up."""
        from accounts.rules import lacks_second_step  # models are not there yet when the site is made

        opened = super().admin_view(view, cacheable)

        @wraps(opened)
        def guarded(request, *args, **kwargs):
            if lacks_second_step(request.user):
                messages.warning(request, _("Site staff sign in with two steps. Please set up the second one first."))
                return redirect("mfa_activate_totp")
            return opened(request, *args, **kwargs)

        return guarded
