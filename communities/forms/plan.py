import uuid

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.forms.fields import MemberField
from communities.models import ActionComment, ActionItem, PlanVoice
from core.forms import CleanCharField


class ItemForm(forms.ModelForm):
    """One thing to do: what, towards which result, by whom, by when."""

    owner = MemberField(
        label=_("Who does it"),
        required=False,
        max_length=200,
        help_text=_("Name or @handle of a member, who is told. You can leave it open."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    class Meta:
        model = ActionItem
        fields = ["title", "result", "owner", "due_on", "details"]
        field_classes = {"title": CleanCharField, "details": CleanCharField}
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "details": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"result": _("Towards which result")}
        help_texts = {
            "title": _("Begin with a verb, such as “Collect three examples from each clinic”."),
            "due_on": _("Copse reminds whoever does it three days before."),
        }

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Q(position__isnull=False) | Q(pk=self.instance.result_id)  # also one that was dropped since
        self.fields["result"].queryset = community.results.filter(offered).order_by("position")
        self.fields["result"].empty_label = _("None of them")
        if not self.fields["result"].queryset.exists():
            del self.fields["result"]
        self.fields["owner"].among(community, kept=self.instance.owner)
        if self.instance.pk:
            self.initial |= {"owner": self.instance.owner, "version": self.instance.version}
        # The one is asked of what is new, the other of what stands already.
        del self.fields["submission" if self.instance.pk else "version"]

    def _post_clean(self):
        """The action writes and the database judges; a form that filled its instance would show what is not saved."""

    @property
    def answers(self):
        """What the actions take besides submission and version."""
        asked = ("title", "result", "owner", "due_on", "details")
        return {field: self.cleaned_data.get(field) for field in asked}


class MoveForm(forms.Form):
    """How far something is."""

    state = forms.ChoiceField(
        label=_("How far it is"),
        choices=[(value, capfirst(label)) for value, label in ActionItem.State.choices],
    )


class CommentForm(forms.Form):
    """A word to one item."""

    text = CleanCharField(
        label=_("Your comment"),
        max_length=ActionComment._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AdoptForm(forms.Form):
    """That the members have adopted the plan, by the answers of the round that was shown."""

    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class VoiceForm(forms.Form):
    """What a member says to the plan."""

    agrees = forms.TypedChoiceField(
        label=_("What do you say to this plan?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("I agree")), ("no", _("I have a concern"))],
        widget=forms.RadioSelect,
    )
    comment = CleanCharField(
        label=_("A word about it"),
        required=False,
        max_length=PlanVoice._meta.get_field("comment").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("All members read it beside your name."),
    )

    def clean(self):
        answers = super().clean()
        if answers.get("agrees") is False and not answers.get("comment"):
            self.add_error("comment", _("Say what concerns you, so that something can be done about it."))
        return answers
