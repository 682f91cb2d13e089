"""Nothing that people write makes a page wider than their screen."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils import timezone

from communities.models import Charter, Community, RegistrationQuestion, Role, Space
from forums.models import Discussion, SavedReply
from tests.access.table import ADDRESS, shown_place
from tests.access.world import build
from tests.factories import DiscussionFactory, PostFactory

# The fields into which people write what they like; one word of this length, or of the longest that fits.
LONG = 90
WRITTEN = {
    *("name", "title", "text", "words", "reason", "label", "message", "help", "helps_with", "sentence", "comment"),
    *("task", "question", "excerpt", "summary", "country", "measure", "why", "taken_down_because", "display_name"),
    *("place", "reflection", "cancelled_because", "apology", "presenter_name"),
    *("organisation", "sector", "pronouns", "bio", "interests", "can_help_with", "wants_to_learn"),
    *("problem", "objective", "group_served", "wider_audience", "commitment"),
}
RENDERED = {"html", "summary_html", "guidelines_html", "decisions_html", "follows_html"}
SAID_OF_ONESELF = ("organisation", "sector", "pronouns", "bio", "interests", "can_help_with", "wants_to_learn")
CHARTER = ("problem", "objective", "group_served", "wider_audience", "commitment", "guidelines_html")
PAGES = (
    *("home:home", "home:directory", "home:people", "home:person", "home:community", "home:discussions"),
    *("home:charter", "home:rhythm", "home:space", "home:this-week", "home:activity", "home:neighbours"),
    *("communities:requests", "communities:answers", "communities:roles", "communities:members"),
    *("communities:member", "communities:hand-over", "communities:invitation", "communities:institutions"),
    *("communities:result", "communities:spaces", "communities:space-people", "communities:plan"),
    *("forums:discussion", "forums:print", "forums:post-more", "forums:poll", "forums:tags", "forums:learned"),
    *("forums:reports", "forums:closing-keep", "forums:groups", "forums:group-people", "forums:group-rapporteur"),
    *("communities:announcements", "communities:announcement", "communities:announcement-send"),
    *("forums:move", "forums:saved-replies", "library:items", "library:item", "evaluation:survey"),
    *("meetings:meetings", "meetings:meeting", "meetings:people", "meetings:call-off", "meetings:seat-give-back"),
    *("meetings:series", "meetings:series-call-off", "meetings:series-programme", "meetings:guest"),
    *("meetings:attendance", "meetings:attendance-history", "meetings:check-in", "meetings:rates"),
    "meetings:reminders",
)


@pytest.mark.parametrize("width", [360, 1280])
def test_unbroken_words_stay_within_the_page(visit, commons, participant, width):
    discussion = DiscussionFactory(space=commons, title="W" * 200)
    Space.objects.create(community=commons.community, slug="wide", name="W" * 80, access="members")
    participant.display_name = "W" * 80
    participant.save(update_fields=["display_name"])
    PostFactory(discussion=discussion, author=participant, markdown=f"# {'W' * 200}\n\n{'W' * 200}")

    page = visit(discussion.get_absolute_url(), person=participant, width=width)
    addresses = [page.url, f"{page.url.rsplit('/', 2)[0]}/reply/?to=1", "/", "/c/campus/", "/c/campus/discussions/"]
    addresses += ["/c/campus/invitations/new/", "/account/", "/account/profile/"]

    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_no_page_scrolls_sideways_whatever_people_call_things(visit):
    world = build("public")
    addresses = {name: ADDRESS[name](world, shown_place(name, "leader"), "leader")[0] for name in PAGES}
    say_more(world)
    lengthen_all()

    page = visit(person=world.people["leader"], width=360)
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        if (width := page.evaluate("document.scrollingElement.scrollWidth")) > 360:
            wide[name] = width

    assert wide == {}


def say_more(world):
    """What the world of access has nothing of, and these pages show."""
    community, leader, open_one = world.community, world.people["leader"], world.discussions["commons", "open"]
    asked = {"community": community, "text": "Where?", "kind": "choice", "choices": ["V" * 80, "W" * 80]}
    question = RegistrationQuestion.objects.create(position=9, submission=uuid.uuid4(), **asked)
    for person in world.people.values():
        question.answers.create(person=person, text="There")
        type(person).objects.filter(pk=person.pk).update(**dict.fromkeys(SAID_OF_ONESELF, "There"))
    Charter.objects.update_or_create(community=community, defaults=dict.fromkeys(CHARTER, "There"))
    Community.objects.update(role_labels={str(role.value): "W" * 30 for role in Role})
    SavedReply.objects.create(community=community, title="There", markdown="There.", by=leader)
    open_one.stages.create(position=1, title="There", help="There")
    open_one.tags.create(community=community, name="There")
    soon = timezone.now() + timedelta(days=3)
    Discussion.objects.filter(introductions_of=None, part_of=None, state="open").update(closes_at=soon)


def lengthen_all():
    """Make one word of all that people wrote, as long as the field permits; each row has its own."""
    for model in apps.get_models():
        if model.__module__.split(".")[0] in {"accounts", "communities", "evaluation", "forums", "library", "meetings"}:
            fields = [one for one in model._meta.local_concrete_fields if type(one) in (CharField, TextField)]
            for field in fields:
                if field.name in WRITTEN | RENDERED and not field.choices:
                    lengthen(model, field)


def lengthen(model, field):
    word = LPad(Cast("pk", TextField()), min(field.max_length or LONG, LONG), Value("W"))
    if field.name in RENDERED:
        word = Concat(Value("<p>"), word, Value("</p>"), output_field=TextField())
    model._base_manager.exclude(**{field.name: ""}).update(**{field.name: word})
