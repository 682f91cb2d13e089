"""One community of each visibility, with everybody around it and a discussion in every state and space."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from activity.effects import record
from communities.effects import let_in
from communities.models import Community, Evidence, ExpectedResult, JoinRequest, Membership, Role, Space
from core.markdown import render
from forums.models import Closing, Discussion, Report, Ruling
from notifications.effects import notify
from tests.factories import (
    CommunityFactory,
    DiscussionFactory,
    InvitationFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)

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
)
POSTING = ("anonymous", "outsider", "participant", "moderator")
VISIBILITIES = ("public", "listed", "hidden")


@dataclass
class World:
    community: Community
    people: dict[str, Any]
    discussions: dict[tuple[str, str], Discussion] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

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
    people["requested"] = UserFactory()
    JoinRequest.objects.create(community=community, person=people["requested"])
    people["guest"] = UserFactory()
    let_in(people["guest"], private, role=Role.GUEST, source="guest")

    InvitationFactory(community=community, invited_by=people["leader"])
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide to feedback")
    Evidence.objects.create(result=result, title="A draft", url="https://example.org/", added_by=people["leader"])
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
    for subject in SUBJECTS:
        client = Client(raise_request_exception=False)
        if subject != "anonymous":
            client.force_login(people[subject], backend="django.contrib.auth.backends.ModelBackend")
        world.clients[subject] = client
    entry = record("discussion.opened", actor=None, target=world.discussions["commons", "open"])
    notify(entry, list(people.values()))
    return world


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
