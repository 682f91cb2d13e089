from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.forms.subjects import SubjectsField
from communities.models import Approval, Community
from communities.queries.subjects import subjects_of
from core import choices
from core.forms import CleanCharField

WHAT_TOOLS_ARE_FOR = {
    Community.Tool.DISCUSSIONS: _("one question at a time, closed with what was learned"),
    Community.Tool.PLAN: _("who does what by when, tied to the expected results"),
    Community.Tool.AGENDA: _("what members want to learn, and when"),
    Community.Tool.SURVEYS: _("a few questions to everybody, answered with or without a name"),
    Community.Tool.LIBRARY: _("stories, tools, documents and recordings that members add"),
    Community.Tool.MEETINGS: _("what you meet for, with seats, an agenda and minutes"),
}


class SettingsForm(forms.ModelForm):
    """Who finds a community, how people join, and what it works with."""

    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(value.value, capfirst(value.label)) for value in Community.Visibility],
        widget=forms.RadioSelect,
        help_text=_("Who hides it gives it a new address, which nobody can guess; the old one leads members there."),
    )
    admission = forms.ChoiceField(
        label=_("How people join"),
        choices=[(value.value, capfirst(value.label)) for value in Community.Admission],
        widget=forms.RadioSelect,
    )
    tools = forms.MultipleChoiceField(
        label=_("What you work with"),
        required=False,
        choices=[(tool.value, f"{capfirst(tool.label)}: {what}") for tool, what in WHAT_TOOLS_ARE_FOR.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is switched off takes nothing new. What was written with it stays to be read."),
    )
    language = forms.ChoiceField(label=_("Language you talk in"), choices=choices.languages)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_("Visitors are shown dates in this zone, unless their browser tells its own."),
    )
    subjects = SubjectsField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Community
        fields = [
            *("visibility", "admission", "holds_first_posts", "tools", "meeting_place", "language", "time_zone"),
            "subjects",
        ]
        field_classes = {"meeting_place": CleanCharField}
        labels = {"holds_first_posts": _("Look at first posts before others read them")}
        help_texts = {
            "meeting_place": _("The address of your video room, or a word about it. Members see it."),
            "holds_first_posts": _(
                "What somebody says here first then waits for a moderator or leader; from then on they are not kept "
                "waiting. Most communities do well without."
            ),
        }

    def __init__(self, *args, instance, shown, **kwargs):
        """`shown` is who may see it, or is to when the site has looked at it."""
        initial = {"visibility": shown, "version": instance.settings_version}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["subjects"].among(instance)

    def differing_from(self, community):
        """The names of the fields in which what was sent is not what `community` has."""
        now = {name: getattr(community, name) for name in self._meta.fields} | {
            "subjects": list(subjects_of(community))
        }
        return [name for name in self._meta.fields if self.wish[name] != now[name]]

    @property
    def wish(self):
        """What the action takes."""
        order = list(Community.Tool.values)
        return self.cleaned_data | {"tools": sorted(self.cleaned_data["tools"], key=order.index)}


class VerdictForm(forms.Form):
    """What the site says to the leaders of a community that wants to be found."""

    sentence = CleanCharField(
        label=_("A word to its leaders"),
        required=False,
        max_length=Approval._meta.get_field("sentence").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefusalForm(VerdictForm):
    """The same where it is turned down: then they are told why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentence"].required = True
        self.fields["sentence"].error_messages["required"] = _("Say why, in a sentence. Its leaders read it.")
