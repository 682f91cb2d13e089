"""/styleguide/ of the demo and of development: every component in every state, made from the pages' own parts.

Nothing here is stored or translated. A component that gets a new state gets it here as well.
"""

from datetime import timedelta
from types import SimpleNamespace as Thing
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from communities.models import Break, Community, Role
from communities.queries import Standing
from communities.queries.protocols import protocols
from communities.queries.rhythm import Week
from config import samples
from config.samples import MARIAM, NGOZI, PEOPLE
from core import markdown
from core.seams import Resolved
from evaluation.models import SurveyQuestion
from evaluation.queries.results import Bar, Outcome
from forums.forms.fields import MomentField
from forums.models import Discussion
from forums.queries.lists import Listed
from forums.queries.revisions import compare
from home.forms import PeopleForm
from home.queries.dates import Ahead
from home.queries.news import Item, News
from home.queries.rhythm import WORDINGS, CalendarLine, WeekShown

ZONE = ZoneInfo("Europe/Lisbon")
PREVIEWED = """\
I asked for permission first, then gave **one thing** I saw.

> Can I offer something I noticed?

1. Ask.
2. Tell, as in `SBI`.
"""


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="What it is about, so that people know whether it concerns them.")
    wish = forms.CharField(label="A word to them", required=False, widget=forms.Textarea({"rows": 2}))
    kind = forms.ChoiceField(choices=[("case", "Case"), ("debate", "Debate")])
    audience = forms.ChoiceField(
        label="Who may read",
        choices=[("members", "Members"), ("team", "The team")],
        widget=forms.RadioSelect,
        help_text="What is said here goes no further.",
    )
    ways = forms.MultipleChoiceField(
        label="Tell me", choices=[("mail", "By mail"), ("here", "Here")], widget=forms.CheckboxSelectMultiple
    )
    closes_at = MomentField(label="Closes", zone=ZONE, help_text="From then on nobody can post.")
    agreed = forms.BooleanField(label="I have read the terms of use", help_text="They are two pages.")
    text = forms.CharField(label="Your answer", widget=forms.Textarea({"rows": 5}))


class SettingForm(forms.Form):
    mentioned = forms.ChoiceField(
        label="I am mentioned",
        help_text="Somebody names me in what they write.",
        choices=[("now", "By mail at once"), ("digest", "In the digest")],
    )
    closed = forms.ChoiceField(
        label="A discussion closes with a summary", choices=[("digest", "In the digest"), ("never", "Not at all")]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request):
    """The page; what the composer on it asks for (a preview, people to mention) is answered here as well."""
    if request.method == "POST":
        return HttpResponse(markdown.render(request.POST.get("text", "")[:1000]))
    if "q" in request.GET:
        return render(request, "forums/_people.html", {"people": PEOPLE})
    return render(request, "styleguide/page.html", _samples(timezone.now()))


def _samples(now):
    sent = {"kind": "case", "closes_at": "2020-01-01T10:00"}
    communities = [
        Community(name="Virtual campus", slug="sample", phase=phase, phase_since=now.date(), member_count=118)
        for phase in Community.Phase
    ]
    return {
        "now": now,
        "form": SampleForm(initial={"kind": "case", "closes_at": now + timedelta(days=7)}, auto_id="fresh-%s"),
        "sent": SampleForm(sent, auto_id="sent-%s"),
        "settings_form": SettingForm(auto_id="setting-%s"),
        "finder": PeopleForm({"name": "Lindqvist"}),
        "preview": markdown.render(PREVIEWED),
        "people": PEOPLE,
        "communities": communities,
        "standings": [Standing(community, role) for community in communities[:1] for role in (None, *Role)],
        "dates": [
            Ahead(now + timedelta(days=days), title, "#dates", "Virtual campus", opens)
            for days, title, opens in [(3, "Is “what went well” a habit or a help?", True), (9, "A first week", False)]
        ],
        "weeks": _weeks(now),
        "outcomes": _outcomes(),
        "protocol": protocols()[0],
        "listed": [Listed(_row(now, state)) for state in Discussion.State if state != "merged"],
        "news": News("Virtual campus", "#news", [Item(_row(now, Discussion.State.OPEN))], more=2),
        "steps": Thing(has_profile=True, has_community=False, has_spoken=False, question=None),
        "discussion": Thing(pk=0, version=0, answer_id=None),
        "volumes": ("", "all", "mentions", "mute"),
        "reader": Thing(
            held=[samples.held(now)],
            marks=[],
            folds=lambda post: post.number == 10,
            new_count=2,
            last_read=4,
            may_reply=True,
            may_write=True,
            may_run=True,
            may_report=False,
            may_react=True,
            reacted={},
            person=Thing(is_authenticated=True),
            wrote=lambda post: post.author_id == NGOZI.pk,
        ),
        "posts": samples.posts(now),
        "closing": samples.closing(now),
        "pieces": list(compare("I tell them what I saw.\n", "I ask, then I tell them what I saw.\n")),
    }


def _row(now, state):
    return Thing(
        pk=1,
        slug="sample",
        title="How do you tell a senior colleague their debrief shut the room down?",
        state=state,
        kind=Discussion.Kind.CASE,
        excerpt="What did you say, what happened next, and what would you say now?",
        closing_excerpt="Ask first, and say why you ask.",
        asked_by=MARIAM.name,
        planned_by=MARIAM.pk,
        tags_shown=[{"name": "Debriefing", "slug": "debriefing"}],
        community_slug="sample",
        space_name="Commons",
        stage_title="",
        community_name="Virtual campus",
        on_list_at=None,
        opens_at=now + timedelta(days=3),
        closes_at=now + timedelta(days=9),
        post_count=47,
        new_count=6 if state == Discussion.State.OPEN else 0,
        last_read=41,
        last_post_at=now - timedelta(hours=3),
    )


def _weeks(now):
    """This week with what is missing and too much, one of rest, one with nothing new."""
    monday = now.date() - timedelta(days=now.weekday())
    opening = CalendarLine(monday, "opens", "A first week", "#weeks", is_beat=True)
    due = CalendarLine(monday + timedelta(days=2), "due", "Two more cases", "#weeks", is_beat=False, is_late=True)
    rest = Break(word="Nobody is in before the 6th.")
    running, missing = [Resolved("Three debriefs", "#weeks")], [WORDINGS["forums.discussion"].missing]
    first, *others = [Week(monday + timedelta(weeks=ahead), [], [], [], [rest] * (ahead == 1)) for ahead in range(3)]
    shown = WeekShown(first, [opening, due], running, is_this=True, missing=missing, crowd=3)
    return [shown, *(WeekShown(week, [], [], is_this=False) for week in others)]


def _outcomes():
    """What came of a question with bars, of one with words, and of one that too few answered."""
    bars = [Bar("Every week", 9, 75), Bar("Once a month", 3, 25)]
    told = ["Time.", "A case of my own, told to others.", "A quiet room.", "To be asked.", "Somebody beside me."]
    asked = ["How often do you give feedback?", "What would help you most?", "What stops you?"]
    often, most, stops = (SurveyQuestion(pk=number, text=text) for number, text in enumerate(asked, 1))
    return [Outcome(often, 12, True, bars), Outcome(most, 5, True, texts=told), Outcome(stops, 0, False)]


app_name = "styleguide"

urlpatterns = [path("", styleguide, name="page")]
