"""The rows of a closing: whom it thanks, what it tells somebody privately, where it leads."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import AddressField, CleanCharField
from core.forms.rows import Rows
from forums.models import FollowOn
from forums.queries.follow_ons import called

LONGEST_NOTE = 5_000  # characters


class PersonField(forms.TypedChoiceField):
    """One of those who wrote in the discussion."""

    def __init__(self):
        missing = _("Choose somebody who wrote here.")
        errors = {"required": missing, "invalid_choice": missing}
        super().__init__(label=_("who"), coerce=int, error_messages=errors)

    def offer(self, people):
        self.choices = [("", _("Choose somebody"))] + [(one.person.pk, _named(one)) for one in people]


def _named(contributor):
    said = ngettext("%(name)s, %(count)d post", "%(name)s, %(count)d posts", contributor.count)
    return said % {"name": contributor.person.name, "count": contributor.count}


class ThanksForm(forms.Form):
    person = PersonField()
    words = CleanCharField(
        label=_("what for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words what for.")},
    )


class NoteForm(forms.Form):
    person = PersonField()
    text = CleanCharField(
        label=_("note"),
        strip=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words, or take the row away.")},
    )


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label=_("kind"), choices=FollowOn.Kind, initial=FollowOn.Kind.ADDRESS)
    title = CleanCharField(label=_("what it is"), max_length=200, required=False)
    url = AddressField(label=_("address"), listed="follow-on-addresses")
    reader = None  # who looks at what an address of this site leads to; without one nobody does

    def has_changed(self):
        """A kind alone says nothing: every row has one."""
        return bool({"title", "url"}.intersection(self.changed_data))

    def clean(self):
        """What leads somewhere on this site is called by what is there, unless somebody calls it otherwise."""
        said = super().clean()
        here = called(said["url"], self.reader) if self.reader and said.get("url") else None
        if here and said.get("kind") == FollowOn.Kind.ADDRESS:
            said["kind"] = here[0]
        if here and said.get("title") == "":
            said["title"] = here[1]
        if said.get("title") == "":
            self.add_error("title", _("Say what people find there."))
        return said


class PeopleRows(Rows):
    """At most one row for each person."""

    def __init__(self, data=None, *, people, **options):
        self.people = people
        super().__init__(data, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["person"].offer(self.offered(form))

    def offered(self, form):
        """Whom a row may be about."""
        return self.people

    def clean(self):
        seen = set()
        for form in self:
            who = form.cleaned_data.get("person") if form.is_valid() else None
            if who and who in seen:
                form.add_error("person", _("This person has a row already."))
            seen.add(who)


class ThanksRows(PeopleRows):
    name, form = "thanks", ThanksForm
    add_label = _("Thank another person")

    def __init__(self, data=None, *, author, **options):
        self.author = author
        super().__init__(data, **options)

    def offered(self, form):
        """Nobody is asked to thank themselves; where a colleague did so in the draft, that stays."""
        if str(form["person"].value()) == str(self.author.pk):
            return self.people
        return [one for one in self.people if one.person != self.author]


class NoteRows(PeopleRows):
    name, form = "notes", NoteForm
    add_label = _("Write to another person")


class LinkRows(Rows):
    name, form = "links", LinkForm
    add_label = _("Add another link")

    def __init__(self, data=None, *, author, **options):
        self.author = author
        super().__init__(data, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.reader = self.author
