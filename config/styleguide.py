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

from communities.models import Community, Role
from communities.queries import Standing
from core import markdown
from forums.forms.fields import MomentField
from forums.models import Closing, Discussion, Post
from forums.queries.lists import Listed
from forums.queries.revisions import compare
from home.forms import PeopleForm
from home.queries.dates import Ahead
from home.queries.news import Item, News

ZONE = ZoneInfo("Europe/Lisbon")
PEOPLE = [
    Thing(pk=number, handle=handle, name=name, introduction=work)
    for number, (handle, name, work) in enumerate(
        [
            ("ngozi-okafor", "Ngozi Okafor", "Nursing, Lagoon College of Nursing, Nigeria"),
            ("sanna-lindqvist", "Sanna Lindqvist", "Midwifery, Turku Maternity Unit, Finland"),
            ("paulo-andrade", "Paulo Andrade", "Pharmacy, Mangue University Hospital, Brazil"),
            ("mariam-haddad", "Mariam Haddad", ""),
        ],
        1,
    )
]
NGOZI, SANNA, PAULO, MARIAM = PEOPLE
PREVIEWED = """\
I asked for permission first, then gave **one thing** I saw.

> Can I offer something I noticed?

1. Ask.
2. Tell, as in `SBI`.
"""
QUOTING = """\
I asked for permission first, then gave one thing I saw.

> Can I offer something I noticed?

He thanked me a week later.
"""
SAID = {
    2: "He opened with “so what went wrong?” and three of the five students stopped talking. I said “fine”.",
    3: QUOTING,
    4: "That is what @mariam-haddad does too. With whom did you try it first?",
    5: "With the one who would have minded least.",
    8: "We have drifted to how students should prepare. The question was what *you* said to the colleague.",
    9: "On the list we had this in 2019; nobody answered.",
}
SUMMARY = """\
# What was said

- Ask before you tell: *“Can I offer something I noticed?”* opened most of the conversations.
- One thing seen and one thing felt, then silence.

# What stays open

- What to do when the answer is no.
"""
LINK = Thing(
    title="Twelve debriefings", url="https://www.example.org/", host="www.example.org", get_kind_display="article"
)


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
    closes_at = MomentField(label="Closes", zone=ZONE, help_text="On your clock, Europe/Lisbon.")
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
        "listed": [Listed(_row(now, state)) for state in Discussion.State],
        "news": News("Virtual campus", "#news", [Item(_row(now, Discussion.State.OPEN))], more=2),
        "steps": Thing(has_profile=True, has_community=False, has_spoken=False, question=None),
        "discussion": Thing(pk=0, version=0),
        "volumes": ("", "all", "mentions", "mute"),
        "reader": Thing(
            new_count=2,
            last_read=4,
            may_reply=True,
            may_run=True,
            may_report=False,
            wrote=lambda post: post.author_id == NGOZI.pk,
        ),
        "posts": _posts(now),
        "closing": _closing(now),
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
        space_name="Commons",
        community_name="Virtual campus",
        opens_at=now + timedelta(days=3),
        closes_at=now + timedelta(days=9),
        post_count=47,
        new_count=6 if state == Discussion.State.OPEN else 0,
        last_read=41,
        last_post_at=now - timedelta(hours=3),
    )


def _posts(now):
    """A thread: levels, own, new, steering, deleted, removed and imported posts."""
    places = [
        (2, NGOZI, 0, None),
        (3, SANNA, 1, NGOZI),
        (4, PAULO, 2, SANNA),
        (5, SANNA, 3, PAULO),
        (6, PAULO, 1, NGOZI),
    ]
    places += [(7, SANNA, 0, None), (8, MARIAM, 0, None), (9, None, 0, None)]
    posts = [_post(now, *place) for place in places]
    edited, withdrawn, removed, steering, imported = posts[0], *posts[4:]
    edited.edited_at = now - timedelta(days=1)
    withdrawn.deleted_at, withdrawn.deleted_by_id = now, withdrawn.author_id
    removed.deleted_at, removed.deleted_by_id = now, MARIAM.pk
    removed.delete_reason = "It named a patient."
    steering.kind = Post.Kind.RESTATEMENT
    imported.sender_name = "Jean Baptiste"
    return posts


def _post(now, number, author, depth, answered):
    return Thing(
        pk=number,
        number=number,
        depth=depth,
        kind=Post.Kind.CONTRIBUTION,
        author_id=author and author.pk,
        author_name=author and author.name,
        author_erased_at=None,
        sender_name=None,
        created_at=now - timedelta(days=12 - number),
        edited_at=None,
        deleted_at=None,
        deleted_by_id=None,
        delete_reason="",
        parent_id=number - 1,
        parent_number=number - 1,
        parent_author_name=answered and answered.name,
        parent_author_erased_at=None,
        parent_sender_name=None,
        html=markdown.render(SAID.get(number, ""), lambda words, _is_quoted: _mentions(words)),
    )


def _mentions(words):
    handle = f"@{MARIAM.handle}"
    before, found, after = words.partition(handle)
    return [(before, ""), (MARIAM.name, "#thread"), (after, "")] if found else [(words, "")]


def _closing(now):
    note = Thing(
        pk=0,
        author=MARIAM,
        receiver=NGOZI,
        receiver_id=NGOZI.pk,
        sent_at=now,
        get_absolute_url="#closing",
        html=markdown.render("Thank you for the first case: it gave the others leave to tell theirs."),
    )
    return Thing(
        pk=0,
        notes=[note],
        reason="The question is answered.",
        summary_html=markdown.render(SUMMARY),
        get_result_display=Closing.Result.BEST_PRACTICE.label,
        acknowledgements=Thing(all=[Thing(person=SANNA, words="the sentence that all of us took home")]),
        follow_ons=Thing(all=[LINK]),
        post_count=47,
        people_count=19,
        published_by=MARIAM,
        published_at=now,
    )


app_name = "styleguide"

urlpatterns = [path("", styleguide, name="page")]
