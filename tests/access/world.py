"""One community of each visibility, with everybody around it and a discussion in every state and space."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from activity.effects import record
from communities.effects import let_in
from communities.models import (
    Coach,
    CoachingRequest,
    Community,
    Evidence,
    Exclusion,
    ExpectedResult,
    Institution,
    JoinRequest,
    Membership,
    Representation,
    Role,
    Space,
)
from communities.queries.audiences import audience_of
from core.markdown import render
from evaluation.models import Survey
from forums.actions import ask_columnists
from forums.models import Closing, Discussion, Grouping, HeldPost, Material, Poll, Prompt, Report, Ruling, Subgroup
from library.models import Item, ItemFile
from meetings.models import Meeting, Minutes, Seat
from notifications.effects import notify
from notifications.models import Notification
from tests.factories import (
    CommunityFactory,
    DiscussionFactory,
    FileFactory,
    InvitationFactory,
    ItemFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.forums.polls import poll_in

SUBJECTS = (
    "anonymous",
    "outsider",
    "requested",
    "participant",
    "facilitator",
    "moderator",
    "leader",
    "ex_member",
    "guest",
    "admin",
    "suspended",
    "removed",
    "invited",
)
POSTING = ("anonymous", "outsider", "participant", "moderator", "suspended", "removed", "invited", "guest")
# Whose answer somebody gets where a row says nothing of them.
LIKE = {"suspended": "ex_member", "removed": "ex_member", "invited": "outsider"}
POSTING_LIKE = dict.fromkeys(("suspended", "removed", "invited", "guest"), "outsider")
VISIBILITIES = ("public", "listed", "hidden")


@dataclass
class World:
    community: Community
    people: dict[str, Any]
    discussions: dict[tuple[str, str], Discussion] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    question: Any = None  # in the commons, the moderator's, put to the participant
    surveys: dict[tuple[str, str], Survey] = field(default_factory=dict)
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)  # by the space
    groups: dict[str, Subgroup] = field(default_factory=dict)
    prompts: dict[str, Prompt] = field(default_factory=dict)
    material: dict[str, Material] = field(default_factory=dict)
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)

    @property
    def spaces(self) -> dict[str, Space]:
        return {space.slug: space for space in self.community.spaces.all()}


def build(visibility: str) -> World:
    community = CommunityFactory(visibility=visibility, name=f"The {visibility} one", slug=f"the-{visibility}-one")
    private = Space.objects.create(community=community, slug="private", name="Project group", access="private")
    people = {"outsider": UserFactory(), "admin": UserFactory(is_staff=True, is_superuser=True)}
    for role in (Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER):
        people[role.name.lower()] = MembershipFactory(community=community, role=role).person
    people["ex_member"] = MembershipFactory(
        community=community, state=Membership.State.LEFT, ended_at=timezone.now()
    ).person
    for kind in ("suspended", "removed"):
        ended_at = timezone.now() if kind == "removed" else None
        shut_out = MembershipFactory(community=community, state=kind, ended_at=ended_at)
        Exclusion.objects.create(membership=shut_out, by=people["leader"], kind=kind, reason="A rest.")
        people[kind] = shut_out.person
    people["invited"] = UserFactory()
    people["requested"] = UserFactory()
    JoinRequest.objects.create(community=community, person=people["requested"])
    people["guest"] = UserFactory()
    let_in(people["guest"], private, role=Role.GUEST, source="guest")

    InvitationFactory(community=community, invited_by=people["leader"], email=people["invited"].email)
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide to feedback")
    Evidence.objects.create(result=result, title="A draft", url="https://example.org/", added_by=people["leader"])
    institution = Institution.objects.create(name=f"Riverside of the {visibility} one", country="Chile", kind="other")
    community.hosts.add(institution)
    coach = Coach.objects.create(person=people["outsider"], helps_with="A first year")
    asked = {"asked_by": people["leader"], "message": "Could we talk?"}
    CoachingRequest.objects.create(community=community, coach=coach, **asked)
    stands_for = community.memberships.get(person=people["facilitator"])
    Representation.objects.create(membership=stands_for, institution=institution)
    planned = {"title": "Collect examples", "submission": uuid.uuid4()}
    community.action_items.create(created_by=people["moderator"], **planned)
    community.topics.create(proposed_by=people["participant"], **planned)
    about = {"community": community, "person": people["facilitator"]}
    ruling = Ruling.objects.create(**about, by=people["leader"], is_upheld=True, words="Please be kind.")
    Report.objects.create(**about, reporter=people["participant"], kind="unkind", words="Again.")
    Report.objects.create(**about, reporter=people["participant"], kind="unkind", words="This hurts.", ruling=ruling)

    world = World(community, people)
    for space in community.spaces.all():
        for state in ("planned", "open", "closing", "closed"):
            world.discussions[space.slug, state] = _discussion(space, state, people["moderator"], people["participant"])
    held = {"discussion": world.discussions["commons", "open"], "author": people["participant"]}
    HeldPost.objects.create(**held, markdown="I ask before I tell.")
    asked = {"title": "What I dread", "markdown": "May I say no to feedback?", "submission": uuid.uuid4()}
    ask_columnists(world.spaces["commons"], actor=people["participant"], **asked)
    _add_voices(world)
    _add_items(world)
    _add_polls(world)
    _add_groups(world)
    _add_plans(world)
    _add_meetings(world)
    PostFactory(
        discussion=DiscussionFactory(space=world.spaces["members"], introductions_of=community, title="Introductions"),
        author=people["facilitator"],
        kind="prompt",
    )
    world.question = DiscussionFactory(space=world.spaces["commons"], kind="question", planned_by=people["moderator"])
    PostFactory(discussion=world.question, author=people["moderator"], kind="prompt")
    world.question.asked.create(person=people["participant"], by=people["moderator"])
    for subject in SUBJECTS:
        client = Client(raise_request_exception=False)
        if subject != "anonymous":
            client.force_login(people[subject], backend="django.contrib.auth.backends.ModelBackend")
        world.clients[subject] = client
    # What came of all this they have seen: nothing of it is counted anew on each page of those who lead.
    Notification.objects.filter(recipient__in=people.values()).update(read_at=timezone.now())
    entry = record("discussion.opened", actor=None, target=world.discussions["commons", "open"])
    notify(entry, list(people.values()))
    return world


def _add_voices(world: World) -> None:
    """A survey to answer in each space, and statements and a suggestion in every state that has pages of its own."""
    now, leader = timezone.now(), world.people["leader"]
    for space in world.community.spaces.all():
        _survey(world, space, "open", opened_at=now, closes_at=now + timedelta(days=9))
    members = world.spaces["members"]
    _survey(world, members, "closed", opened_at=now, closes_at=now, closed_at=now)
    _survey(world, members, "draft")
    text = {"markdown": "Feedback is a gift.", "html": render("Feedback is a gift."), "created_by": leader}
    statements = world.community.statements
    statements.create(title="What we draft", submission=uuid.uuid4(), **text)
    published = {"state": "published", "published_at": now, "published_by": leader}
    statements.create(title="What we say", submission=uuid.uuid4(), **text, **published)
    announcements = world.community.announcements
    announcements.create(title="What we draft", submission=uuid.uuid4(), **text)
    told = {"state": "sent", "sent_by": leader, "sent_at": now, "done_at": now}
    sent = announcements.create(title="What we announced", submission=uuid.uuid4(), **text, **told)
    for person in world.people.values():
        sent.addressees.create(person=person, told_at=now)
    boxed = {"text": "Shorter meetings", "made_on": now.date()}
    world.community.suggestions.create(author=world.people["participant"], submission=uuid.uuid4(), **boxed)


def _add_items(world: World) -> None:
    """Of the moderator's: something with a newer file in each space, and what only those see who may edit it."""
    moderator = world.people["moderator"]
    for space in world.community.spaces.all():
        item = ItemFactory(space=space, contributed_by=moderator, file=FileFactory(uploaded_by=moderator))
        ItemFile.objects.create(item=item, file=FileFactory(uploaded_by=moderator), number=2, by=moderator)
        world.items[space.slug, "published"] = item
    own = {"space": world.spaces["members"], "contributed_by": moderator}
    world.items["members", "draft"] = ItemFactory(**own, is_draft=True)
    gone = {"taken_down_at": timezone.now(), "taken_down_by": world.people["leader"], "taken_down_because": "Outdated."}
    world.items["members", "taken down"] = ItemFactory(**own, **gone)


def _add_polls(world: World) -> None:
    """A poll of the moderator's in a discussion of its own, in each space."""
    moderator = world.people["moderator"]
    for space in world.community.spaces.all():
        discussion = DiscussionFactory(space=space, title=f"{space.name}, with a poll")
        PostFactory(discussion=discussion, author=moderator, kind="prompt")
        world.polls[space.slug] = poll_in(discussion, moderator)


def _add_groups(world: World) -> None:
    """In each space a discussion in two groups, into which people go as they like; the participant is in the first."""
    moderator = world.people["moderator"]
    for space in world.community.spaces.all():
        discussion = DiscussionFactory(space=space, title=f"{space.name}, with groups")
        PostFactory(discussion=discussion, author=moderator, kind="prompt")
        terms = {"by": moderator, "task": "Bring back three points.", "people_choose": True}
        grouping = Grouping.objects.create(discussion=discussion, **terms)
        for place in (2, 1):
            room = DiscussionFactory(space=space, title=f"Group {place}", part_of=discussion)
            PostFactory(discussion=room, author=moderator, kind="prompt")
            group = grouping.groups.create(position=place, name=f"Group {place}", room=room)
        grouping.members.create(subgroup=group, person=world.people["participant"])
        world.groups[space.slug] = group


def _add_plans(world: World) -> None:
    """What waits to be asked, and what the library has, in a discussion of its own in each space."""
    moderator = world.people["moderator"]
    for space in world.community.spaces.all():
        discussion = DiscussionFactory(space=space, title=f"{space.name}, with a plan")
        PostFactory(discussion=discussion, author=moderator, kind="prompt")
        world.prompts[space.slug] = Prompt.objects.create(
            discussion=discussion, position=1, markdown="And then?", by=moderator, readers=str(audience_of(space))
        )
        item = world.items[space.slug, "published"]
        world.material[space.slug] = Material.objects.create(discussion=discussion, position=1, item=item, by=moderator)


def _add_meetings(world: World) -> None:
    """The moderator's: one ahead in each space, and among the members one that is tentative, one that was held with
    minutes, one with a draft of them, and one that only those with a seat see: the participant, to whom it is offered.
    """
    moderator, participant = world.people["moderator"], world.people["participant"]
    for space in world.community.spaces.all():
        world.meetings[space.slug, "ahead"] = _meeting(space, moderator, title=f"{space.name}, a meeting")
    members = world.spaces["members"]
    world.meetings["members", "tentative"] = _meeting(members, moderator, state=Meeting.State.TENTATIVE)
    offering = _meeting(members, moderator, audience=Meeting.Audience.SEATS, capacity=1, offer_hours=24)
    SeatFactory(meeting=offering, person=participant, state=Seat.State.OFFERED)
    world.meetings["members", "offering"] = offering
    before = timezone.now() - timedelta(days=1)
    text = "We asked before we told."
    said = {"markdown": text, "html": render(text), "written_by": moderator, "version": 1}
    for state in ("minuted", "drafted"):
        held = _meeting(members, moderator, state=Meeting.State.HELD, starts_at=before)
        world.meetings["members", state] = held
        Minutes.objects.create(meeting=held, published_at=timezone.now() if state == "minuted" else None, **said)


def _meeting(space: Space, host: Any, **facts: Any) -> Meeting:
    meeting = MeetingFactory(space=space, planned_by=host, link="https://example.org/room", **facts)
    SeatFactory(meeting=meeting, person=host, role=Seat.Role.HOST)
    return meeting


def _survey(world: World, space: Space, state: str, **moments: Any) -> None:
    facts = {"title": f"{space.name}, {state}", "kind": "self", "state": state, **moments}
    survey = Survey.objects.create(space=space, created_by=world.people["leader"], submission=uuid.uuid4(), **facts)
    survey.questions.create(position=1, kind="scale", text="How far are we?", submission=uuid.uuid4())
    world.surveys[space.slug, state] = survey


def _discussion(space: Space, state: str, moderator: Any, participant: Any) -> Discussion:
    discussion = DiscussionFactory(
        space=space,
        state="planned" if state == "planned" else "open",
        opened_at=None if state == "planned" else timezone.now(),
        planned_by=moderator,
        title=f"{space.name}, {state}",
    )
    if state == "planned":
        return discussion
    PostFactory(discussion=discussion, author=moderator, kind="prompt")
    if state == "closing":
        PostFactory(discussion=discussion, author=participant)
    if state in ("closing", "closed"):
        text = "We asked before we told [#1]."
        closing = Closing.objects.create(
            discussion=discussion, summary=text, summary_html=render(text), drafted_at=timezone.now()
        )
        discussion.state, discussion.locked_at = "closing", timezone.now()
        if state == "closed":
            closing.published_at, closing.published_by = timezone.now(), moderator
            closing.save()
            closing.acknowledgements.create(person=moderator, words="for the question")
            closing.private_notes.create(
                receiver=participant, author=moderator, markdown=text, html=render(text), sent_at=timezone.now()
            )
            closing.follow_ons.create(title="A guide", url="https://example.org/guide")
            discussion.state, discussion.closing = "closed", closing
        discussion.save()
    return discussion
