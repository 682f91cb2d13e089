"""What people do in a library."""

from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from accounts.errors import TooMuchAtOnce
from communities.errors import CommunityOver
from communities.models import Community, ExpectedResult
from core.markdown import render
from core.permissions import Refused
from library.actions import add_item, add_version, change_item, discard_item, publish_item, put_back, take_down
from library.errors import FileGone, ItemStale, NotBefore, NotOurs, NotYetWhole
from library.models import Item
from notifications.models import Notification
from tests.factories import CommunityFactory, FileFactory, ItemFactory, MembershipFactory, SubjectFactory, UserFactory
from tests.facts import told, verbs

pytestmark = pytest.mark.django_db

SAID = {"kind": "tip", "title": "Ask first", "markdown": "Ask *before* you tell.", "licence": "by", "language": "en"}


def add(space, actor, **said):
    return add_item(space, actor=actor, **({"submission": uuid4()} | SAID | said))


def change(item, actor, **said):
    fields = {"version": item.version, "authors": [], "subjects": []} | SAID | said
    return change_item(item, actor=actor, **fields)


def test_something_added_is_a_draft_of_its_contributor(members_room, participant):
    subject = SubjectFactory()
    file = FileFactory(uploaded_by=participant)

    item = add(members_room, participant, authors=[participant, "Ana Silva"], subjects=[subject], file=file)

    assert (item.state, item.published_at, item.contributed_by) == ("draft", None, participant)
    assert (item.html, item.excerpt) == (render(SAID["markdown"]), "Ask before you tell.")
    assert [str(author) for author in item.authors.all()] == ["Pia Participant", "Ana Silva"]
    assert list(item.subjects.all()) == [subject]
    assert [(each.number, each.file) for each in item.files.all()] == [(1, file)]
    assert verbs() == ["item.drafted"]


def test_nobody_named_is_who_contributed_it(members_room, participant):
    assert [author.person for author in add(members_room, participant).authors.all()] == [participant]


def test_a_double_click_is_one(members_room, participant):
    file = FileFactory(uploaded_by=participant)

    first, second = (add(members_room, participant, submission=UUID(int=3), file=file) for _click in range(2))

    assert first == second
    assert (Item.objects.count(), verbs()) == (1, ["item.drafted"])


def test_who_may_add(members_room, team_room, community, participant, facilitator, outsider):
    add(members_room, participant)
    add(team_room, facilitator)

    for space, person in ((members_room, outsider), (team_room, participant)):
        with pytest.raises(Refused):
            add(space, person)
    Community.objects.update(tools=["discussions"])
    members_room.community.refresh_from_db()
    with pytest.raises(Refused):
        add(members_room, participant)


def test_a_new_account_adds_with_measure(members_room, participant, facilitator):
    for person in (participant, facilitator):
        person.date_joined = timezone.now()
        person.save(update_fields=["date_joined"])
        for _each in range(5):
            add(members_room, person)
    add(members_room, facilitator)

    with pytest.raises(TooMuchAtOnce, match="5 things a day"):
        add(members_room, participant)


def test_what_it_works_towards_is_the_community_s_own(members_room, participant):
    foreign = ExpectedResult.objects.create(community=CommunityFactory(), position=1, text="A guide")

    with pytest.raises(NotOurs):
        add(members_room, participant, result=foreign)


def test_publishing_tells_those_who_belong_there_once(members_room, participant, moderator, outsider):
    item = add(members_room, participant)

    assert publish_item(item, actor=participant) is True
    assert publish_item(item, actor=participant) is False

    item.refresh_from_db()
    assert (item.state, item.published_at is not None) == ("published", True)
    assert verbs() == ["item.drafted", "item.published"]
    assert told(moderator) == ["item.published"]
    assert told(participant) == told(outsider) == []


def test_only_who_contributed_it_publishes_it(draft, moderator):
    with pytest.raises(Refused):
        publish_item(draft, actor=moderator)


@pytest.mark.parametrize(
    ("said", "media_type", "lacks"),
    [
        ({"kind": "tip", "markdown": ""}, None, "nothing to read"),
        ({"kind": "tip", "markdown": ""}, "text/plain", ""),
        ({"kind": "link"}, None, "needs an address"),
        ({"kind": "link", "url": "https://example.org/"}, None, ""),
        ({"kind": "document"}, None, "needs a file"),
        ({"kind": "document"}, "application/pdf", ""),
        ({"kind": "audio", "transcript": "We talk."}, None, "needs its file"),
        ({"kind": "audio", "transcript": "We talk."}, "video/mp4", "none that can be played"),
        ({"kind": "audio"}, "audio/mpeg", "transcript"),
        ({"kind": "audio", "transcript": "We talk."}, "audio/mpeg", ""),
        ({"kind": "video", "url": "https://example.org/"}, None, "transcript"),
        ({"kind": "video", "url": "https://example.org/", "transcript": "We talk."}, None, ""),
    ],
)
def test_what_each_kind_is_not_published_without(members_room, participant, said, media_type, lacks):
    file = FileFactory(uploaded_by=participant, type=media_type) if media_type else None
    item = add(members_room, participant, file=file, **said)

    if lacks:
        with pytest.raises(NotYetWhole, match=lacks):
            publish_item(item, actor=participant)
    else:
        publish_item(item, actor=participant)

    item.refresh_from_db()
    assert item.is_draft is bool(lacks)


def test_what_is_published_stays_whole(members_room, participant):
    file = FileFactory(uploaded_by=participant, type="audio/mpeg")
    item = add(members_room, participant, kind="audio", transcript="We talk.", file=file)
    publish_item(item, actor=participant)
    item.refresh_from_db()

    with pytest.raises(NotYetWhole):
        change(item, participant, kind="audio", transcript="")
    with pytest.raises(NotYetWhole):
        add_version(item, actor=participant, file=FileFactory(uploaded_by=participant))

    item.refresh_from_db()
    assert (item.transcript, item.files.count()) == ("We talk.", 1)


@pytest.mark.parametrize("who", ["participant", "moderator", "leader"])
def test_whoever_contributed_it_and_those_who_keep_the_library_change_it(request, item, who):
    changed = change(item, request.getfixturevalue(who), title="Ask twice", authors=["Ana Silva"])

    assert (changed.title, changed.slug, changed.version) == ("Ask twice", "ask-twice", 1)
    assert [str(author) for author in changed.authors.all()] == ["Ana Silva"]
    assert changed.changed_at is not None
    assert changed.contributed_by == item.contributed_by


def test_others_do_not(item, community, facilitator):
    fellow = MembershipFactory(community=community).person
    for person in (fellow, facilitator):
        with pytest.raises(Refused):
            change(item, person)


def test_a_stale_edit_changes_nothing(item, participant, moderator):
    change(item, moderator, title="Ask twice")

    with pytest.raises(ItemStale):
        change(item, participant, version=0, title="Never ask")

    item.refresh_from_db()
    assert item.title == "Ask twice"


def test_a_newer_file_has_the_next_number(item, participant, moderator):
    newer = FileFactory(uploaded_by=moderator)

    made = add_version(item, actor=moderator, file=newer, note="Shorter")

    assert [(each.number, each.by, each.note) for each in item.files.all()] == [
        (2, moderator, "Shorter"),
        (1, participant, ""),
    ]
    assert made.file == newer
    assert verbs() == ["item.renewed"]
    with pytest.raises(FileGone):
        add_version(item, actor=moderator, file=newer)


def test_nobody_adds_what_somebody_else_sent(item, moderator):
    with pytest.raises(FileGone):
        add_version(item, actor=moderator, file=FileFactory(uploaded_by=UserFactory()))


def test_taking_down_tells_who_contributed_it_and_is_undone(item, participant, moderator, leader):
    assert take_down(item, actor=moderator, reason="It names a patient.") is True
    assert take_down(item, actor=leader, reason="Again.") is False

    item.refresh_from_db()
    assert (item.taken_down_by, item.taken_down_because) == (moderator, "It names a patient.")
    assert told(participant) == ["item.taken_down"]
    with pytest.raises(Refused):
        put_back(item, actor=participant)

    assert put_back(item, actor=leader) is True
    assert put_back(item, actor=leader) is False
    item.refresh_from_db()
    assert (item.taken_down_at, item.taken_down_by, item.taken_down_because) == (None, None, "")
    assert told(participant) == ["item.taken_down", "item.put_back"]


def test_what_was_told_of_it_is_not_new_any_more(members_room, participant, moderator, facilitator):
    item = add(members_room, participant)
    publish_item(item, actor=participant)

    take_down(item, actor=moderator, reason="It names a patient.")

    assert not Notification.objects.unread().filter(recipient=facilitator).exists()


def test_what_its_contributor_took_back_they_alone_put_back(item, participant, moderator):
    take_down(item, actor=participant, reason="I am not sure any more.")
    item.refresh_from_db()

    with pytest.raises(Refused):
        put_back(item, actor=moderator)
    assert put_back(item, actor=participant) is True


def test_a_draft_is_thrown_away_and_nothing_else(item, draft, participant, moderator):
    with pytest.raises(Refused):
        discard_item(draft, actor=moderator)
    with pytest.raises(NotBefore):
        discard_item(item, actor=participant)
    with pytest.raises(NotBefore):
        take_down(draft, actor=participant, reason="No.")

    discard_item(draft, actor=participant)

    assert list(Item.objects.all()) == [item]


def test_where_a_community_has_ended_nothing_changes(item, draft, participant, moderator):
    Community.objects.update(phase="concluded")
    deeds = [
        lambda: change(item, participant),
        lambda: publish_item(draft, actor=participant),
        lambda: discard_item(draft, actor=participant),
        lambda: take_down(item, actor=moderator, reason="No."),
        lambda: add_version(item, actor=participant, file=FileFactory(uploaded_by=participant)),
    ]

    for deed in deeds:
        with pytest.raises(CommunityOver):
            deed()
    with pytest.raises(Refused):
        add(item.space, participant)


def test_who_sees_what(item, draft, participant, facilitator, moderator, outsider):
    gone = ItemFactory(
        space=item.space, taken_down_at=timezone.now(), taken_down_by=moderator, taken_down_because="Outdated."
    )

    seen = {person: set(Item.objects.visible_to(person)) for person in (participant, facilitator, moderator, outsider)}

    assert seen[participant] == {item, draft}
    assert seen[facilitator] == {item}
    assert seen[moderator] == {item, draft, gone}
    assert seen[outsider] == set()
