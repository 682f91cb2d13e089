from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.models import Community


@admin.register(Community)
class CommunityAdmin(admin.ModelAdmin):
    """That communities exist and how large they are; hidden ones by their number alone. Nothing can be opened here."""

    list_display = ("pk", "shown_name", "visibility", "phase", "member_count", "created_at")
    list_display_links = None
    list_filter = ("visibility", "phase")
    ordering = ("-pk",)
    sortable_by = ()

    @admin.display(description=_("name"))
    def shown_name(self, community):
        return "–" if community.visibility == Community.Visibility.HIDDEN else community.name

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return obj is None and request.user.is_staff
