from allauth.account import admin as _account_admin  # noqa: F401  so that what it registers can be taken out again
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _sessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts import effects
from accounts.models import User
from core import seams

# Their pages show keys, of sessions and of apps that make codes; or let staff give somebody another address.
admin.site.unregister([Group, Authenticator, UserSession, EmailAddress])


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "display_name")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Who may sign in and who is site staff. What people say about themselves is not shown, nobody is deleted.

    Nobody's password is set here, or staff could sign in as them: whoever has lost theirs is mailed a way to a new one.
    """

    add_form = PersonCreationForm
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "display_name")}),
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

    def get_urls(self):
        return admin.ModelAdmin.get_urls(self)  # without the page that sets a password

    def has_change_permission(self, request, obj=None):
        is_erased = obj is not None and obj.erased_at is not None
        return not is_erased and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if "display_name" in form.changed_data and change:
            effects.lock_to_rename(obj)
        if change:  # only what was changed, or the rest of the row would be what it was when the form was shown
            obj.save(update_fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)
        if "display_name" in form.changed_data:
            seams.person_renamed.ask(obj)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(EmailAddress)
class AddressAdmin(admin.ModelAdmin):
    """Which addresses somebody has confirmed. They add and remove them, and confirm each by a mailed link."""

    fields = readonly_fields = list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    search_fields = ("email", "user__display_name")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Authenticator)
class SecondStepAdmin(admin.ModelAdmin):
    """Staff take a second step away from somebody who has lost their telephone; its keys are not shown.

    With it go the other ways to sign in, and the person is signed out everywhere.
    """

    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email", "user__display_name")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        effects.end_two_steps(obj.user)

    def delete_queryset(self, request, queryset):
        for person in User.objects.filter(pk__in=queryset.values("user")):
            effects.end_two_steps(person)
