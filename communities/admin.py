from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from communities.actions import vocabulary
from communities.models import Coach, Community, Institution, Subject


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


class MergingForm(forms.ModelForm):
    """A row of a list that all communities share, and which other one it is another word for."""

    into = forms.ModelChoiceField(
        label=_("Another word for"),
        queryset=None,
        required=False,
        help_text=_("Choose the one to keep: what points at this one will point there, and this one is dropped."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = self._meta.model.objects.exclude(pk=self.instance.pk)


class MergingAdmin(admin.ModelAdmin):
    """Keeps such a list. Nothing is deleted: one is merged into another, so that what was tagged keeps its tag."""

    merge = None  # the action; it takes the row, `into` and `actor`

    def get_fields(self, request, obj=None):
        return self.fields if obj is None else (*self.fields, "into")

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs | ({"form": MergingForm} if obj else {}))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if into := form.cleaned_data.get("into"):
            type(self).merge(obj, into=into, actor=request.user)

    def response_change(self, request, obj):
        if type(obj).objects.filter(pk=obj.pk).exists():
            return super().response_change(request, obj)
        messages.success(request, _("The two are one now."))
        return redirect(f"admin:communities_{self.opts.model_name}_changelist")

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Subject)
class SubjectAdmin(MergingAdmin):
    """What communities may be about. One that is retired stays where it was chosen, and is offered no more."""

    fields = ("label", "parent")
    list_display = ("label", "parent", "number_of_communities", "is_offered")
    list_filter = (("retired_at", admin.EmptyFieldListFilter),)
    list_select_related = ("parent",)
    search_fields = ("label",)
    actions = ("retire", "offer")
    merge = vocabulary.merge_subjects

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("community"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, queryset=Subject.objects.filter(parent=None))

    @admin.display(description=_("communities"), ordering="number")
    def number_of_communities(self, subject):
        return subject.number

    @admin.display(description=_("offered"), boolean=True)
    def is_offered(self, subject):
        return not subject.is_retired

    @admin.action(description=_("Offer no more"))
    def retire(self, request, queryset):
        for subject in queryset:
            vocabulary.retire_subject(subject, actor=request.user)

    @admin.action(description=_("Offer again"))
    def offer(self, request, queryset):
        for subject in queryset:
            vocabulary.offer_subject(subject, actor=request.user)


@admin.register(Institution)
class InstitutionAdmin(MergingAdmin):
    """Institutions, whoever added them. Who is where for one is not shown."""

    fields = ("name", "kind", "country", "website")
    list_display = ("name", "kind", "country", "website")
    list_filter = ("kind",)
    search_fields = ("name", "country")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    merge = vocabulary.merge_institutions


@admin.register(Coach)
class CoachAdmin(admin.ModelAdmin):
    """Whom leaders may ask for a conversation. What is asked and answered is not shown."""

    fields = ("person", "helps_with", "is_available")
    list_display = ("person", "helps_with", "is_available")
    list_select_related = ("person",)
    autocomplete_fields = ("person",)

    def get_readonly_fields(self, request, obj=None):
        return ("person",) if obj else ()  # what was asked of one person is shown to nobody else

    def has_delete_permission(self, request, obj=None):
        return False
