"""The list of a video service: handed in, and looked through before anything is written."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import choices
from core.tables import text_of
from meetings.errors import NoSuchList
from meetings.forms.attendance import reason_field
from meetings.queries.attendance import MARKS
from meetings.queries.matching import matches
from meetings.video_lists import Participant, read

MOST_BYTES = 1024 * 1024
MOST_OFFERED = 10_000  # people to choose from, in all entries together
_SALT = "meetings.participants"
_KEPT = 6 * 3600  # seconds that a list waits to be confirmed


class ParticipantsForm(forms.Form):
    """A file as it was downloaded."""

    file = forms.FileField(
        label=_("The list of participants"),
        help_text=_("The CSV file that Zoom or Teams gives out, as it was downloaded. It is read once and not kept."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the list"),
        choices=choices.time_zones,
        help_text=_("By whose clock its times are written: usually that of whoever downloaded it."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, initial={"time_zone": meeting.time_zone}, **kwargs)
        self.meeting = meeting

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large to be a list of participants."))
        try:
            return read(text_of(file.read()), day=self.meeting.day)
        except NoSuchList as refusal:
            raise ValidationError(str(refusal)) from refusal
        except ValueError as error:
            raise ValidationError(_("This is no table in plain text. Hand in the CSV file.")) from error

    @property
    def packed(self):
        """What was read, for the page on which it is looked through."""
        people = [(*_packed(person), person.seconds) for person in self.cleaned_data["file"]]
        return signing.dumps([self.meeting.pk, self.cleaned_data["time_zone"], people], salt=_SALT, compress=True)


def _packed(person):
    moments = (at.isoformat() if at else "" for at in (person.joined, person.left))
    return (person.name, person.email, *moments)


def _unpacked(said):
    name, email, came, went, seconds = said
    moments = [datetime.fromisoformat(each) if each else None for each in (came, went)]
    return Participant(name, email, *moments, seconds)


class ReviewForm(forms.Form):
    """Each entry of a list: whose it is, and what they are marked as."""

    packed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data, *, meeting, packed):
        """`packed` is what `ParticipantsForm` made of a list. Raises signing.BadSignature for anything else."""
        pk, zone, people = signing.loads(packed, salt=_SALT, max_age=_KEPT)
        if pk != meeting.pk:
            raise signing.BadSignature("of another meeting")
        super().__init__(data, initial={"packed": packed})
        self.zone = ZoneInfo(zone)
        self.matches = matches(meeting, [_unpacked(said) for said in people], self.zone)
        taken = {match.seat.pk for match in self.matches if match.seat}
        free = [seat for seat in meeting.seats.booked().select_related("person") if seat.pk not in taken]
        free.sort(key=lambda seat: seat.who.casefold())
        if len(free) * sum(not match.candidates for match in self.matches) > MOST_OFFERED:
            free = []  # nobody looks through that; those who were there are marked by hand
        for number, match in enumerate(self.matches):
            self._add(number, match, free)
        if meeting.is_finished:
            self.fields["reason"] = reason_field()

    def _add(self, number, match, free):
        seat = match.seat
        offered = match.candidates or free
        mark = seat.attendance if seat and seat.is_marked else match.mark
        self.fields[f"seat-{number}"] = forms.TypedChoiceField(
            label=_("Who is %(name)s") % {"name": match.participant.name},
            choices=[("", _("Leave out")), *((str(each.pk), each.who) for each in offered)],
            coerce=int,
            empty_value=None,
            required=False,
            initial=str(seat.pk) if seat else "",
        )
        self.fields[f"mark-{number}"] = forms.ChoiceField(
            label=_("%(name)s was") % {"name": match.participant.name},
            choices=[(each.value, capfirst(each.label)) for each in MARKS],
            initial=mark,
        )

    def clean(self):
        said = super().clean()
        self.marks = {}
        for number in range(len(self.matches)):
            pk = said.get(f"seat-{number}")
            if pk is None:
                continue
            if pk in self.marks:
                self.add_error(f"seat-{number}", _("This person stands here twice. Leave one of the two out."))
            self.marks[pk] = said.get(f"mark-{number}")
        return said

    @property
    def entries(self):
        """Each match with its two fields, those that ask for an answer first."""
        rows = [(match, self[f"seat-{at}"], self[f"mark-{at}"]) for at, match in enumerate(self.matches)]
        groups = ((_("Several people may be meant"), 2), (_("Nobody with a seat is called that"), 0), (_("Found"), 1))
        for title, candidates in groups:
            found = [row for row in rows if min(len(row[0].candidates), 2) == candidates]
            if found:
                yield title, len(found), found
