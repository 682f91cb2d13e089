from allauth.mfa import admin as _mfa_admin  # noqa: F401  so that what it registers can be taken out again
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _sessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import seams

# Their pages show keys: of sessions, and of apps that make codes.
admin.site.unregister([Group, Authenticator, UserSession])


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Who may sign in and who is site staff. What people say about themselves is not shown, nobody is deleted."""

    add_form = PersonCreationForm
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "display_name", "password")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("date_joined", "last_login", "erased_at")}),
    )
    readonly_fields = ("date_joined", "last_login", "erased_at")
    list_display = ("email", "display_name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "display_name")
    ordering = ("-pk",)
    filter_horizontal = ()

    def get_readonly_fields(self, request, obj=None):
        # An address is changed by its owner, who confirms the new one.
        return self.readonly_fields if obj is None else (*self.readonly_fields, "email")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "display_name" in form.changed_data:
            seams.person_renamed.ask(obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Authenticator)
class SecondStepAdmin(admin.ModelAdmin):
    """Staff take a second step away from somebody who has lost their telephone; its keys are not shown."""

    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email", "user__display_name")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
