from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Subject
from communities.queries import members_named
from communities.queries.subjects import choosable
from core.forms import ChoicesField
from library.formats import ACCEPT
from library.models import Item, ItemAuthor

LONGEST_NAME = ItemAuthor._meta.get_field("name").max_length


class AuthorsField(ChoicesField):
    """Who made something, one on each line: members by @handle, others by name; its value is a list of both.

    The form says by `among` whose members may be named; whoever is in `kept` stays named although they have left.
    """

    community, kept = None, ()

    def __init__(self, **options):
        super().__init__(most=Item.MOST_AUTHORS, longest=LONGEST_NAME, **options)

    def among(self, community, kept=()):
        self.community, self.kept = community, kept

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"@{author.handle}" if isinstance(author, User) else author for author in value)
        return value

    def clean(self, value):
        people = {f"@{person.handle}".casefold(): person for person in self.kept}
        authors = []
        for line in super().clean(value):
            is_handle = line.startswith("@")
            author = (people.get(line.casefold()) or self._member(line)) if is_handle else line
            if author not in authors:
                authors.append(author)
        return authors

    def _member(self, line):
        found = [each.person for each in members_named(self.community, line)]
        if len(found) != 1 or f"@{found[0].handle}".casefold() != line.casefold():
            raise ValidationError(
                _("No member has the handle %(handle)s. Write the name alone for somebody who is not a member."),
                params={"handle": line},
            )
        return found[0]


class SubjectsField(forms.ModelMultipleChoiceField):
    """The few subjects that something is about; its value is a list. Those of `kept` stay offered although retired."""

    def __init__(self, **options):
        super().__init__(queryset=choosable(), required=False, widget=forms.CheckboxSelectMultiple, **options)

    def keeping(self, kept):
        self.queryset = choosable() | Subject.objects.filter(pk__in=[subject.pk for subject in kept])

    def clean(self, value):
        chosen = list(super().clean(value))
        if len(chosen) > Subject.MOST:
            raise ValidationError(_("At most %(number)s subjects.") % {"number": Subject.MOST})
        return chosen


class UploadField(forms.FileField):
    """Where a file is chosen. What comes in is judged by `library.actions.keep_file`, before the form is; not here."""

    def __init__(self, **options):
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), allow_empty_file=True, **options)

    def clean(self, data, initial=None):
        return None
