from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import seams

# Site staff sign in at the same door as everyone, with its rate limits and confirmed addresses.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.unregister(Group)


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
