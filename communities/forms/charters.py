"""The sections of a charter, one form each: the same in the guided start and afterwards."""

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.forms.communities import NameForm
from communities.forms.fields import MemberField
from communities.models import Charter, Community, Evidence, ExpectedResult
from communities.queries.charters import section_in
from communities.queries.comparing import told_value
from core.forms import AddressField, CleanCharField

LATEST = 2**31 - 1  # what the column of a version holds


def _limit(model, name):
    return model._meta.get_field(name).max_length


def _line(model, name, label, help_text="", **more):
    """A field of one line for a column of that length."""
    return CleanCharField(label=label, max_length=_limit(model, name), required=False, help_text=help_text, **more)


def _text(model, name, label, help_text="", *, rows=4):
    return _line(model, name, label, help_text, widget=forms.Textarea(attrs={"rows": rows}))


class SectionForm(forms.Form):
    """One section; what it holds is what `section_in` gives. Where that is asked, it says why it was changed."""

    section = ""
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST)

    def __init__(self, data=None, *, content, version, method, offers=None, asks_why=False):
        now = section_in(content, self.section)
        offered = {name: value for name, value in (offers or {}).items() if name in now and not now[name]}
        super().__init__(data, initial=now | offered | {"version": version})
        self.method = method
        self.is_offered = bool(offered)
        self.theirs = []
        if asks_why:
            why = _("For those who read the history later. One sentence is enough.")
            self.fields["why"] = CleanCharField(
                label=_("why you change it"), max_length=300, required=False, help_text=why
            )

    @property
    def values(self):
        """What the action takes of it."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name not in self.manners}

    manners = ("version", "why", "kept_name")  # what is sent along and does not stand in the charter

    def again(self, *, content, version, refusal):
        """The same answers over what stands there now; `theirs` is where it differs. Sent again, they replace it."""
        data = dict(self.data.lists()) | {"version": [str(version)]}
        answers = self.data.copy()
        for name, values in data.items():
            answers.setlist(name, values)
        form = type(self)(answers, content=content, version=version, method=self.method, asks_why="why" in self.fields)
        form.add_error(None, refusal)
        differing = [name for name in form.changed_data if name not in self.manners]
        form.theirs = [(form[name].label, told_value(name, form.initial[name])) for name in differing]
        return form


class NameSection(NameForm, SectionForm):
    section = "name"
    name = CleanCharField(
        label=_("name"),
        max_length=_limit(Community, "name"),
        help_text=_("Say what you want to achieve together, and what you will have made or decided in the end."),
    )
    summary = CleanCharField(
        label=_("purpose in a sentence"),
        max_length=_limit(Community, "summary"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who is it for, and what should be different because of it? One sentence is enough."),
    )
    field_order = ["name", "summary", "why"]


class ProblemSection(SectionForm):
    section = "problem"
    problem = _text(Charter, "problem", _("the problem"), _("What goes wrong, for whom, and how you notice."), rows=6)


class ObjectiveSection(SectionForm):
    section = "objective"
    objective = _text(Charter, "objective", _("objective"), _("What you want to be able to do about it."))
    kinds = forms.MultipleChoiceField(
        label=_("what kind of work it is"),
        choices=Charter.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("One or two. They say what people will mostly do here."),
    )

    def __init__(self, *args, method, **kwargs):
        super().__init__(*args, method=method, **kwargs)
        told = '<span><b>{}</b> <span class="field__help">{}</span></span>'
        self.fields["kinds"].choices = [
            (kind, format_html(told, capfirst(label), method.kinds[kind])) for kind, label in Charter.Kind.choices
        ]

    needs_baseline = forms.BooleanField(
        label=_("we first have to find out where we stand"),
        required=False,
        help_text=_("Then a first task is to count, ask or look, so that you can tell later what has changed."),
    )


class ResultsSection(SectionForm):
    section = "results"
    why_no_results = _line(
        Charter,
        "why_no_results",
        _("if you cannot say yet: why"),
        _("Such as “We want to listen for a month first”. Members read it in the place of results."),
    )

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, content=content, **kwargs)
        self.taken = {result["position"] for result in content["results"]}
        for place in ExpectedResult.PLACES:
            numbered = {"number": place}
            self.fields[f"text_{place}"] = _text(
                ExpectedResult, "text", _("expected result %(number)d") % numbered, rows=2
            )
            self.fields[f"measure_{place}"] = _text(ExpectedResult, "measure", _("how we will know"), rows=2)

    @property
    def places(self):
        """The fields of each of the three, side by side."""
        return [(place, self[f"text_{place}"], self[f"measure_{place}"]) for place in ExpectedResult.PLACES]

    def clean(self):
        answers = super().clean()
        for place in ExpectedResult.PLACES:
            is_free = place not in self.taken  # whoever empties another is told how to drop it
            if is_free and answers.get(f"measure_{place}") and not answers.get(f"text_{place}", "-"):
                self.add_error(f"text_{place}", _("Say what it is that you will know by this."))
        self._refuse_twice(answers)
        return answers

    def _refuse_twice(self, answers):
        said = {}
        for place in ExpectedResult.PLACES:
            text = answers.get(f"text_{place}", "").casefold()
            if text and said.setdefault(text, place) != place:
                message = _("This is expected result %(number)d already.") % {"number": said[text]}
                self.add_error(f"text_{place}", message)


class PeopleSection(SectionForm):
    section = "people"
    commitment = _text(
        Charter,
        "commitment",
        _("what is asked of members"),
        _("Time and deeds, in one sentence. Whoever is invited reads it before they answer."),
        rows=2,
    )
    rhythm = _line(
        Community,
        "rhythm",
        _("rhythm"),
        _("How often something happens, such as “a question a month, a call each spring”."),
    )


class AudiencesSection(SectionForm):
    section = "audiences"
    group_served = _text(Charter, "group_served", _("the group it serves"), rows=2)
    wider_audience = _text(Charter, "wider_audience", _("others who may benefit"), rows=2)
    guidelines = CleanCharField(
        label=_("how we talk with each other"),
        max_length=_limit(Charter, "guidelines"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences; each line that begins with “- ” becomes a point of a list."),
    )


SECTION_FORMS = {
    form.section: form
    for form in (NameSection, ProblemSection, ObjectiveSection, ResultsSection, PeopleSection, AudiencesSection)
}


class MoveResultForm(forms.Form):
    """How far an expected result is, and what one sees that by."""

    state = forms.ChoiceField(
        label=_("it is"),
        choices=[
            (state.value, capfirst(state.label))
            for state in ExpectedResult.State
            if state != ExpectedResult.State.DROPPED  # an act of its own
        ],
        widget=forms.RadioSelect,
    )
    why = CleanCharField(
        label=_("in a word, why"), max_length=300, help_text=_("It stands in the history of the charter.")
    )


class DropForm(forms.Form):
    """Why an expected result is no longer expected."""

    why = CleanCharField(
        label=_("in a word, why"),
        max_length=300,
        help_text=_("It stands in the history of the charter, and whoever watches over it reads it there."),
    )


class OwnerForm(forms.Form):
    """Who watches over an expected result."""

    owner = MemberField(
        label=_("member"),
        required=False,
        max_length=200,
        help_text=_("Name or @handle of a member, who is told. Empty it if nobody does."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].among(community)


class EvidenceForm(forms.Form):
    """An address at which one sees how far it is."""

    title = CleanCharField(label=_("what it is"), max_length=_limit(Evidence, "title"))
    url = AddressField(
        label=_("address"), help_text=_("A document, a page, a discussion here: whatever somebody can look at.")
    )
