"""The pages of tags: all of them, one, its name; and where else they are shown."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator

from communities.models import Space
from forums.models import Tag
from tests.factories import DiscussionFactory, PostFactory
from tests.masking import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons, title="Stations", planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt")
    for name in ("exams", "OSCE"):
        Tag.objects.create(community=commons.community, name=name).discussions.add(found)
    return found


def at(community, name, *arguments):
    return reverse(f"forums:{name}", args=[community.slug, *arguments])


def test_a_tag_leads_from_a_discussion_to_its_like_and_to_all_tags(client, community, discussion):
    page = client.get(discussion.get_absolute_url()).text

    assert f'<a rel="tag" href="{at(community, "tag", "osce")}">OSCE</a>' in page
    assert "Stations" in client.get(at(community, "tag", "osce")).text
    assert at(community, "tag", "exams") in client.get(at(community, "tags")).text


def test_the_lists_are_narrowed_by_a_tag_beside_what_else_they_are_asked(
    client, community, commons, discussion, django_assert_max_num_queries
):
    DiscussionFactory(space=commons, title="Something else", kind="question")
    address = reverse("home:discussions", args=[community.slug])

    with django_assert_max_num_queries(12):
        narrowed = client.get(address, {"tag": "osce"}).text
    nothing = client.get(address, {"tag": "osce", "show": "unanswered"}).text
    room = client.get(reverse("home:space", args=[community.slug, "commons"]), {"tag": "osce"}).text

    assert "Stations" in narrowed
    assert "Something else" not in narrowed
    assert "No question with this tag waits for an answer" in nothing
    assert "Stations" in room
    assert "Something else" not in room


@pytest.mark.parametrize("name", ["home:discussions", "home:space"])
def test_a_tag_that_nothing_here_has_narrows_to_nothing_and_says_so(
    client, community, commons, team_room, discussion, moderator, name
):
    hidden = DiscussionFactory(space=team_room, planned_by=moderator)
    Tag.objects.create(community=community, name="quarrels").discussions.add(hidden)
    gone = Tag.objects.create(community=community, name="stations", into=Tag.objects.get(name="OSCE"))
    address = reverse(name, args=[community.slug, *(["commons"] if name == "home:space" else [])])
    for slug in ("nope", "quarrels", "<b>", "x" * 5_000):
        page = client.get(address, {"tag": slug}).text

        assert f"Nothing here is tagged “{escape(Truncator(slug).chars(60))}”" in page
        assert 'href="?"' in page
        assert "Stations" not in page
    for slug in (gone.slug, "\0", ""):
        assert "Stations" in client.get(address, {"tag": slug}).text


def test_the_form_of_a_plan_keeps_tags_and_what_was_typed(as_moderator, commons, discussion):
    address = reverse("forums:plan", args=[discussion.pk])
    page = as_moderator.get(address)
    assert page.context["form"]["tags"].value() == "exams, OSCE"
    sent = {"plan_version": 0, "title": "Stations", "kind": "open"}

    refused = as_moderator.post(address, sent | {"tags": "a, b, c, d, e, f"})
    taken = as_moderator.post(address, sent | {"tags": "osce, Night shift"})

    assert refused.status_code == 422
    assert 'value="a, b, c, d, e, f"' in body_of(refused)
    assert taken.status_code == 302
    assert list(discussion.tags.order_by("name").values_list("name", flat=True)) == ["Night shift", "OSCE"]


def test_a_new_plan_has_tags_also_like_an_earlier_one(as_moderator, commons, discussion):
    address = reverse("forums:plan-new", args=[commons.community.slug, commons.slug])

    like = as_moderator.get(address, {"like": discussion.pk})
    as_moderator.post(
        address,
        {"title": "More", "kind": "open", "question": "Which?", "submission": uuid4(), "tags": "osce"},
    )

    assert like.context["form"]["tags"].value() == "exams, OSCE"
    assert Tag.objects.get(name="OSCE").discussions.count() == 2


def test_a_moderator_renames_a_tag_and_joins_two_in_a_second_step(as_moderator, community, discussion):
    address = at(community, "tag-rename", "exams")

    asked = as_moderator.post(address, {"name": "osce"})
    other = as_moderator.post(address, {"name": "osce", "joined": "something else"})
    done = as_moderator.post(address, {"name": "osce", "joined": "osce"}, follow=True)

    assert asked.status_code == other.status_code == 422
    assert "There is a tag “OSCE” already." in asked.text
    assert "The two are one tag now." in done.text
    assert as_moderator.get(at(community, "tag", "exams")).headers["Location"] == at(community, "tag", "osce")


def test_a_tag_of_what_one_does_not_see_is_not_there(client, community, team_room, participant, moderator):
    Tag.objects.create(community=community, name="burnout").discussions.add(DiscussionFactory(space=team_room))
    client.force_login(participant)

    assert client.get(at(community, "tag", "burnout")).status_code == 404
    assert client.get(at(community, "tag-rename", "burnout")).status_code == 404
    assert "burnout" not in client.get(at(community, "tags")).text
    client.force_login(moderator)
    assert client.get(at(community, "tag", "burnout")).status_code == 200


def test_a_member_does_not_rename(client, community, discussion, participant):
    client.force_login(participant)

    assert client.post(at(community, "tag-rename", "osce"), {"name": "x"}).status_code == 403
    assert Tag.objects.get(slug="osce").name == "OSCE"


def test_a_name_that_is_taken_out_of_sight_is_said_to_be_a_name_alone(as_moderator, community, discussion):
    hidden = Space.objects.create(community=community, slug="project", name="Project", access="private")
    Tag.objects.create(community=community, name="Layoffs").discussions.add(DiscussionFactory(space=hidden))

    # What the second step sends is no proof that there was a first one.
    sent = {"name": "Layoffs", "joined": "Layoffs"}
    page = as_moderator.post(at(community, "tag-rename", "exams"), sent, follow=True).text

    assert "This is what it is called now." in page
    assert "The two are one tag now." not in page
