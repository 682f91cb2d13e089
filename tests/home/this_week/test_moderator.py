"""What is a moderator’s this week (P24)."""

from communities.models import (
    Community,
    JoinRequest,
    Role,
)
from forums.models import Discussion
from tests.factories import (
    DiscussionFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)
from tests.forums.groups import part
from tests.home.this_week.reading import DAY, NOW, said, titles


def test_a_question_without_an_answer(client, commons, moderator):
    talk = DiscussionFactory(
        space=commons, title="Who knows?", kind="question", opened_at=NOW - 3 * DAY, planned_by=moderator
    )
    line = ("Who knows?", "Somebody asked, and nobody has answered since 1 March", talk.get_absolute_url())
    assert said(client, moderator)["As moderator"] == [line]

    for text in ("The question", "An answer"):
        PostFactory(discussion=talk, markdown=text)
    assert said(client, moderator)["As moderator"] == []


def test_the_room_of_a_group_is_no_question(client, commons, moderator):
    part(DiscussionFactory(space=commons, planned_by=moderator), moderator)
    Discussion.objects.filter(part_of__isnull=False).update(kind="question", opened_at=NOW - 3 * DAY)

    assert said(client, moderator)["As moderator"] == []


def test_what_its_pages_count_and_what_is_at_a_turn(client, community, commons, moderator):
    Community.objects.update(admission="request")
    JoinRequest.objects.create(community=community, person=UserFactory())
    DiscussionFactory(space=commons, title="Unset", state="planned", opened_at=None, planned_by=moderator)
    elsewhere = MembershipFactory(person=moderator, role=Role.MODERATOR).community
    DiscussionFactory(space=elsewhere.spaces.get(slug="commons"), title="Theirs", state="planned", opened_at=None)

    assert titles(client, moderator, "As moderator") == ["1 person asks to join", "Unset"]


def test_what_waits_for_long_crowds_out_neither_people_nor_questions(client, community, commons, moderator):
    Community.objects.update(admission="request")
    JoinRequest.objects.create(community=community, person=UserFactory())
    for number in range(8):
        DiscussionFactory(space=commons, title=f"Unset {number}", state="planned", opened_at=None, planned_by=moderator)
    asked = DiscussionFactory(space=commons, kind="question", title="Anybody?", opened_at=NOW - 9 * DAY)

    seen = titles(client, moderator, "As moderator")

    assert seen[0] == "1 person asks to join"
    assert len([title for title in seen if title.startswith("Unset")]) == 4
    assert asked.title in " ".join(seen)
