from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("People")

    def ready(self):
        from accounts import effects, queries
        from core import seams

        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)


class StaffSiteConfig(admin.AdminConfig):
    """Django's admin, as accounts.staff_site has it."""

    default = False
    default_site = "accounts.staff_site.StaffSite"
