"""The library as people find it."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Subject
from library.models import Item, ItemAuthor
from tests.factories import FileFactory, ItemFactory
from tests.statements import know_the_sizes, without_savepoints

pytestmark = pytest.mark.django_db

LIBRARY = "/c/campus/library/"


def page(response):
    return response.content.decode()


def test_the_list_shows_what_a_reader_may_see(client, item, draft, team_room, participant, facilitator):
    ItemFactory(space=team_room, title="For the team")
    client.force_login(facilitator)
    response = page(client.get(LIBRARY))
    assert item.title in response
    assert "For the team" in response
    assert "Not shown to others" not in response

    client.force_login(participant)

    response = page(client.get(LIBRARY))
    assert "Not shown to others" in response
    assert draft.title in response
    assert "For the team" not in response


def test_a_visitor_reads_what_is_open(client, commons, members_room):
    ItemFactory(space=commons, title="For everyone")
    ItemFactory(space=members_room, title="For members")

    response = page(client.get(LIBRARY))

    assert "For everyone" in response
    assert "For members" not in response
    assert "Add something" not in response


def test_a_fragment_is_the_list_alone(client, commons):
    ItemFactory(space=commons, title="For everyone")

    response = page(client.get(LIBRARY, headers={"HX-Request": "true"}))

    assert "For everyone" in response
    assert "<html" not in response


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Écouter d’abord", "Talk of two", "Checklist"}),
        ("kind=audio", {"Talk of two"}),
        ("kind=nonsense", {"Écouter d’abord", "Talk of two", "Checklist"}),
        ("q=ecouter", {"Écouter d’abord"}),
        ("q=silva", {"Checklist"}),
        ("q=checklst", {"Checklist"}),
        ("q=handover+ask", {"Talk of two"}),
        ("subject=feedback-here", {"Checklist"}),
        ("subject=about-feedback", {"Checklist"}),
        ("q=nothing-like-it", set()),
    ],
)
def test_the_list_is_narrowed(client, commons, asked, found):
    parent = Subject.objects.create(label="About feedback")
    subject = Subject.objects.create(label="Feedback here", parent=parent)
    ItemFactory(space=commons, title="Écouter d’abord")
    ItemFactory(space=commons, title="Talk of two", kind="audio", excerpt="How we ask at handover")
    tagged = ItemFactory(space=commons, title="Checklist", kind="tool")
    tagged.subjects.add(subject)
    ItemAuthor.objects.create(item=tagged, position=2, name="Ana Silva")

    response = client.get(f"{LIBRARY}?{asked}")

    assert {item.title for item in response.context["found"].rows} == found


def test_pages_follow_one_another_and_leave_nothing_out(client, commons):
    now = timezone.now()
    for number in range(45):
        ItemFactory(space=commons, published_at=now if number < 30 else timezone.now(), title=f"Item {number}")
    titles, address = [], LIBRARY
    while address:
        response = client.get(address)
        titles += [item.title for item in response.context["found"].rows]
        onward = re.search(r'rel="next" href="([^"]*)"', page(response))
        address = onward and LIBRARY + onward[1]

    assert len(titles) == len(set(titles)) == 45


@pytest.mark.parametrize("number", [10, 5000])
def test_the_list_takes_few_queries(
    client, community, commons, participant, moderator, django_assert_max_num_queries, number
):
    facts = {"space": commons, "contributed_by": participant, "kind": "tip", "state": "published"}
    rows = Item.objects.bulk_create(
        Item(**facts, title=f"Item {each}", published_at=timezone.now(), submission=uuid4()) for each in range(number)
    )
    ItemAuthor.objects.bulk_create(ItemAuthor(item=item, position=1, person=participant) for item in rows)
    know_the_sizes()
    for person in (moderator, participant):
        client.force_login(person)
        client.get(LIBRARY)
        for asked in ("", "?q=item&kind=tip"):
            with django_assert_max_num_queries(14) as queries:
                response = client.get(LIBRARY + asked)
            assert len(response.context["found"].rows) == min(number, 20)
            assert len(without_savepoints(queries)) <= 10


def test_an_item_takes_few_queries(client, item, participant, django_assert_max_num_queries):
    client.force_login(participant)
    client.get(item.get_absolute_url())

    with django_assert_max_num_queries(12):
        client.get(item.get_absolute_url())


def test_an_item_says_whose_it_is_and_what_one_may_do_with_it(client, commons, participant):
    item = ItemFactory(space=commons, contributed_by=participant, licence="by-nc", title="Ask first")
    ItemAuthor.objects.create(item=item, position=2, name="Ana Silva")

    response = page(client.get(item.get_absolute_url()))

    assert "https://creativecommons.org/licenses/by-nc/4.0/" in response
    assert "not for money" in response
    year = item.published_at.year
    assert f"Pia Participant, Ana Silva ({year}). Ask first. Virtual campus. http" in response


def test_another_slug_leads_to_the_item(client, commons):
    item = ItemFactory(space=commons, title="Publish")

    assert item.slug == "publish-item"
    assert client.get(f"/library/{item.pk}/").headers["Location"] == item.get_absolute_url()
    assert client.get(f"/library/{item.pk}/anything/?a=1").headers["Location"] == f"{item.get_absolute_url()}?a=1"


def test_a_recording_is_played_and_read_without_a_script(client, commons):
    file = FileFactory(name="talk.mp3", type="audio/mpeg")
    item = ItemFactory(space=commons, kind="audio", transcript="One.\n\nTwo <b>.", file=file)

    response = page(client.get(item.get_absolute_url()))

    address = reverse("library:file", args=[item.pk])
    assert f'<audio class="item-shown" controls preload="metadata" src="{address}"' in response
    assert "<p>One.</p>" in response
    assert "Two &lt;b&gt;." in response


def test_an_image_stands_in_the_page_in_its_size(client, commons):
    file = FileFactory(name="board.png", type="image/png", width=640, height=480)
    item = ItemFactory(space=commons, file=file)

    assert 'width="640" height="480"' in page(client.get(item.get_absolute_url()))
