from django.contrib import admin

from forums.models import InboundMail


@admin.register(InboundMail)
class InboundMailAdmin(admin.ModelAdmin):
    """What became of whose mail, for when somebody asks; where they wrote is not shown, and nothing can be opened."""

    list_display = ("pk", "at", "outcome", "reason", "is_answered", "person")
    list_display_links = None
    list_filter = ("outcome", "is_answered", "reason")
    list_select_related = ("person",)
    ordering = ("-pk",)
    sortable_by = ()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return obj is None and request.user.is_staff
