"""The rows of a closing: whom it thanks, what it tells somebody privately, where it leads."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import AddressField, CleanCharField
from forums.models import FollowOn
from forums.queries.follow_ons import called

MOST_ROWS = 60  # of one part
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


class Rows(forms.BaseFormSet):
    """Rows in a fixed order, of which any may be empty; at least one is shown."""

    min_num, max_num, absolute_max = 0, MOST_ROWS, MOST_ROWS + 1
    validate_min, validate_max = False, True
    can_delete = can_order = False
    renderer = None
    default_error_messages = {
        "missing_management_form": _("This form was incomplete. Please send it again."),
        "too_many_forms": _("At most %(num)d rows fit here."),
    }

    def __init__(self, data=None, *, initial=None):
        self.extra = max(1, len(initial or ()))
        # What was sent says something of itself: a row that is as it was before would count as empty beside it.
        super().__init__(data, initial=initial if data is None else None, prefix=self.name)

    def initial_form_count(self):
        return 0  # so that a row which was there before may be emptied too

    @cached_property
    def filled(self):
        """The rows that say something, in their order; only when they are valid."""
        return [form.cleaned_data for form in self if form.has_changed()]

    @property
    def typed(self):
        """What stands in each row, right or wrong."""
        return [{name: form[name].value() for name in form.fields} for form in self]

    @property
    def complete(self):
        """The rows that could be kept as they are."""
        alone = [self.form(row) for row in self.typed]
        for form in alone:
            self.add_fields(form, None)
        return [form.cleaned_data for form in alone if form.is_valid()]

    @property
    def count(self):
        """How many rows say something."""
        return sum(form.has_changed() for form in self)

    @property
    def is_open(self):
        """Whether there is something in it to be looked at."""
        return bool(self.count or len(self) > 1 or self.non_form_errors())

    @property
    def takes_more(self):
        return len(self) < self.max_num

    def focus_last(self):
        next(iter(self[-1].fields.values())).widget.attrs["autofocus"] = True

    def after(self, tool):
        """What is typed once the `tool` is applied: "add-<part>" adds an empty row, "drop-<part>-2" takes one away."""
        rows, (verb, _dash, place) = self.typed, tool.partition("-")
        if place == self.name and verb == "add":
            return [*rows, {}]
        return [row for at, row in enumerate(rows) if tool != f"drop-{self.name}-{at}"]


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
