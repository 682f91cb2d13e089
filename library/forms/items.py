from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import choices
from core.forms import AddressField, CleanCharField, OfferedField, SubmissionField
from core.markdown import MAX_LENGTH
from library.formats import MEGABYTE, MP4, PDF, WHAT_IS_TAKEN
from library.forms.fields import AuthorsField, SubjectsField, UploadField
from library.models import File, Item, ItemFile

LONGEST_TRANSCRIPT = 300_000


def what_is_taken():
    """What may be sent, in words."""
    sizes = {"most": PDF.most_bytes // MEGABYTE, "recording": MP4.most_bytes // MEGABYTE}
    return f"{WHAT_IS_TAKEN} " + _("At most %(most)d MB, audio and video %(recording)d MB.") % sizes


class SendingForm(forms.Form):
    """A form with which a file may be sent.

    The view keeps the file before anything else is judged, so that it need not be chosen again where something has to
    be mended: what comes back is its number, in `kept`.
    """

    upload = UploadField(label=_("file"), required=False)
    kept = forms.ModelChoiceField(queryset=File.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, sender, refusal="", **kwargs):
        super().__init__(*args, **kwargs)
        self.refusal = refusal  # what speaks against the file that came with it
        self.fields["upload"].help_text = what_is_taken()
        self.fields["kept"].queryset = File.objects.visible_to(sender)

    @cached_property
    def kept_file(self):
        """The file that lies here already, or None."""
        try:
            return self.fields["kept"].clean(self["kept"].value())
        except forms.ValidationError:
            return None

    def clean(self):
        if self.refusal:
            self.add_error("upload", self.refusal)
        return super().clean()


class ItemForm(SendingForm):
    """Something for a library: what it is, who made it, and what others may do with it."""

    kind = forms.ChoiceField(
        label=_("kind"), choices=[(kind.value, capfirst(kind.label)) for kind in Item.Kind], initial=Item.Kind.STORY
    )
    title = CleanCharField(
        label=_("title"), max_length=200, help_text=_("Plain words: people see from it whether it helps them.")
    )
    markdown = CleanCharField(
        label=_("text"),
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("The story itself, or what a file or a link is good for. Markdown. No patients, no names."),
    )
    url = AddressField(label=_("address"), required=False, help_text=_("Of a link, or where a recording is found."))
    transcript = CleanCharField(
        label=_("transcript"),
        required=False,
        max_length=LONGEST_TRANSCRIPT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is said in an audio or a video, and what is shown. It is published with it, never without."),
    )
    authors = AuthorsField(
        label=_("authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line: members as @handle, others by name."),
    )
    licence = forms.ChoiceField(
        label=_("what others may do with it"),
        choices=[(licence.value, capfirst(licence.label)) for licence in Item.Licence],
        initial=Item.Licence.RESERVED,
    )
    language = forms.ChoiceField(label=_("language"), choices=choices.languages)
    subjects = SubjectsField(label=_("subjects"))

    def __init__(self, *args, community, results=(), spaces=(), item=None, **kwargs):
        super().__init__(*args, **kwargs)
        kept = [author.person for author in item.authors.select_related("person") if author.person] if item else []
        self.fields["authors"].among(community, kept)
        if item:
            self.fields["subjects"].keeping(item.subjects.all())
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
            del self.fields["upload"], self.fields["kept"]
        else:
            self.fields["submission"] = SubmissionField()
            self.fields["space"] = SpaceField(spaces)
        if results:
            help_text = _("Which of the community’s expected results it brings nearer.")
            self.fields["result"] = OfferedField(results, label=_("works towards"), help_text=help_text)

    @classmethod
    def of(cls, item, *, sender, data=None, results=()):
        """The form for changing an item, filled with it."""
        fields = ("kind", "title", "markdown", "url", "transcript", "licence", "language")
        initial = {name: getattr(item, name) for name in fields} | {
            "authors": [each.person or each.name for each in item.authors.select_related("person")],
            "subjects": [subject.pk for subject in item.subjects.all()],
            "result": str(item.result_id or ""),
            "version": item.version,
        }
        return cls(data, sender=sender, community=item.community, results=results, item=item, initial=initial)

    def again(self, item, refusal, *, sender, results):
        """The same answers over the item as it is now. Sent again, they replace it."""
        data = self.data.copy()
        data["version"] = str(item.version)
        form = ItemForm.of(item, sender=sender, data=data, results=results)
        form.add_error(None, refusal)
        return form

    @property
    def said(self):
        """What actions take, but for files."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("upload", "kept", "space")}


class SpaceField(forms.TypedChoiceField):
    """One of several spaces; its value is the space."""

    def __init__(self, spaces):
        offered = {str(space.pk): space for space in spaces}
        choices = [
            (key, _("%(space)s, read by %(who)s") % {"space": space.name, "who": space.audience})
            for key, space in offered.items()
        ]
        super().__init__(label=_("where"), choices=choices, coerce=offered.get)


class VersionForm(SendingForm):
    """A newer file of an item."""

    note = CleanCharField(
        label=_("what is new in it"), required=False, max_length=ItemFile._meta.get_field("note").max_length
    )
    field_order = ["upload", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.kept_file is None

    def clean(self):
        super().clean()
        if not self.refusal and not self.cleaned_data.get("kept"):
            self.add_error("upload", _("Choose a file."))
        return self.cleaned_data


class TakeDownForm(forms.Form):
    """Why something is taken out of the library."""

    reason = CleanCharField(
        label=_("why"),
        max_length=Item._meta.get_field("taken_down_because").max_length,
        help_text=_("Whoever contributed it and those who keep the library read this."),
    )
