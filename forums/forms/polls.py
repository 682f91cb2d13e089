"""Putting a poll, voting in it, and saying what follows from it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ChoicesField, CleanCharField, SubmissionField
from forums.forms.fields import MomentField, ReadersField
from forums.forms.posts import SaidField
from forums.models import Option, Poll


class PollForm(forms.Form):
    text = SaidField(label=_("Your question"))
    options = ChoicesField(
        label=_("answers to choose from"),
        most=Poll.MOST_OPTIONS,
        longest=Option._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two to ten, one on each line."),
    )
    kind = forms.ChoiceField(
        label=_("each person chooses"), choices=Poll.Kind, initial=Poll.Kind.SINGLE, widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(
        label=_("what it is for"), choices=Poll.Purpose, initial=Poll.Purpose.TEMPERATURE, widget=forms.RadioSelect
    )
    is_anonymous = forms.BooleanField(
        label=_("Without names"),
        required=False,
        help_text=_(
            "Nobody learns who chose what, the team included. What was chosen is shown once the poll has ended, "
            "if five people or more have voted, and nobody can change their vote."
        ),
    )
    submission = SubmissionField()
    readers = ReadersField()

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closes_at"] = MomentField(
            zone=zone, label=_("ends"), help_text=_("Empty: when you end it, or with the discussion.")
        )

    def clean_options(self):
        options, seen = self.cleaned_data["options"], set()
        for option in options:
            if option.casefold() in seen:
                raise forms.ValidationError(_("“%(option)s” stands there twice.") % {"option": option})
            seen.add(option.casefold())
        if len(options) < Poll.LEAST_OPTIONS:
            raise forms.ValidationError(_("Give at least two answers that differ."))
        return options


class VoteForm(forms.Form):
    """The answers of `poll` as one chooses among them; `mine` are those chosen before, the best first."""

    def __init__(self, data, *, poll, options, mine=()):
        super().__init__(data, auto_id=f"poll-{poll.pk}-%s")
        self.poll, self.options = poll, {str(option.pk): option for option in options}
        if poll.kind == Poll.Kind.RANKED:
            self._ask_for_places(options, mine)
        else:
            self._ask_for_answers(poll.kind, options, mine)

    def _ask_for_answers(self, kind, options, mine):
        is_single = kind == Poll.Kind.SINGLE
        field, widget = (
            (forms.ChoiceField, forms.RadioSelect)
            if is_single
            else (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        )
        said = {
            "required": _("Choose an answer.") if is_single else _("Choose at least one answer."),
            "invalid_choice": _("Choose among the answers of this poll."),
        }
        chosen = [str(option.pk) for option in mine]
        self.fields["chosen"] = field(
            label=_("your answer") if is_single else _("your answers"),
            choices=[(pk, option.text) for pk, option in self.options.items()],
            initial=next(iter(chosen), None) if is_single else chosen,
            widget=widget,
            error_messages=said,
        )

    def _ask_for_places(self, options, mine):
        places = [("", "–"), *((place, place) for place in range(1, len(options) + 1))]
        for option in options:
            self.fields[f"place-{option.pk}"] = forms.TypedChoiceField(
                label=option.text,
                choices=places,
                coerce=int,
                empty_value=None,
                required=False,
                initial=mine.index(option) + 1 if option in mine else "",
                error_messages={"invalid_choice": _("Choose one of the places.")},
            )

    def clean(self):
        if self.poll.kind != Poll.Kind.RANKED or self.errors:
            return self.cleaned_data
        places = {name: place for name, place in self.cleaned_data.items() if place}
        if not places:
            raise forms.ValidationError(_("Give at least one answer a place."))
        if len(set(places.values())) < len(places):
            raise forms.ValidationError(_("Give each place to one answer."))
        return self.cleaned_data

    @property
    def chosen(self):
        """The options that were chosen, the best first."""
        if self.poll.kind == Poll.Kind.RANKED:
            placed = [(place, name) for name, place in self.cleaned_data.items() if place]
            return [self.options[name.removeprefix("place-")] for _place, name in sorted(placed)]
        chosen = self.cleaned_data["chosen"]
        return [self.options[pk] for pk in ([chosen] if isinstance(chosen, str) else chosen)]


class OutcomeForm(forms.Form):
    outcome = CleanCharField(
        label=_("What follows from it?"),
        max_length=Poll._meta.get_field("outcome").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. They stand beneath the result."),
    )
