"""What the library keeps of discussions: who puts it there, whom it names, and who finds the way back."""

import pytest
from django.urls import reverse

from activity.models import Entry
from communities.models import Community
from core.permissions import Refused
from forums.actions import publish_closing, remove_post, reopen_discussion
from forums.actions.promotions import keep_closing, keep_post
from forums.errors import PostRemoved
from forums.models import Discussion, ImportedSender, Promotion
from forums.queries.files import address_in_text
from forums.queries.promotions import came_from, of_closing, of_post
from library.actions import discard_item, publish_item
from library.models import Item
from tests.factories import MembershipFactory, PostFactory, SubjectFactory
from tests.facts import told
from tests.forums.closings import edit
from tests.forums.files import at, picture_of, say


@pytest.fixture
def post(discussion):
    return discussion.posts.get(number=2)


@pytest.fixture
def published(closing, moderator, leader):
    PostFactory(discussion=closing.discussion, author=leader, markdown="And write it down.")
    beside = {"thanks": [(leader.pk, "for writing it down")]}
    return publish_closing(closing, **edit(closing, **beside), actor=moderator)


def kept(closing, actor, **changed):
    proposal = of_closing(closing)
    said = {
        "kind": proposal.kind,
        "title": proposal.title,
        "licence": proposal.licence,
        "authors": [author.who for author in proposal.authors if author.is_named],
    }
    return keep_closing(closing, actor=actor, **said | changed)


def tip(post, actor, **changed):
    return keep_post(post, actor=actor, **{"kind": "tip", "title": "Ask first", "licence": "by-sa"} | changed)


def keep_address(published):
    return reverse("forums:closing-keep", args=[published.discussion_id, published.pk])


def test_a_closing_becomes_a_draft_beside_its_discussion(published, moderator, leader, participant, post):
    subject = SubjectFactory()
    published.discussion.space.community.subjects.add(subject)

    item = kept(published, moderator).item

    assert (item.kind, item.state, item.title) == ("lesson", "draft", published.discussion.title)
    assert item.markdown == f"We agreed [#2]({reverse('forums:post', args=[post.pk])})."
    assert (item.space, item.contributed_by) == (published.discussion.space, moderator)
    assert [author.person for author in item.authors.all()] == [leader, participant]
    assert list(item.subjects.all()) == [subject]


def test_the_authors_are_told_and_whoever_keeps_it_is_not(published, moderator, leader, participant):
    kept(published, moderator)

    assert [told(each)[-1] for each in (leader, participant)] == ["promotion.kept"] * 2
    assert "promotion.kept" not in told(moderator)


def test_it_is_kept_once(published, moderator, leader):
    first, again = kept(published, moderator), kept(published, leader)

    assert (first, Item.objects.count()) == (again, 1)
    assert Entry.objects.filter(verb="promotion.kept").count() == 1


def test_a_draft_that_was_thrown_away_makes_room_for_another(published, moderator):
    discard_item(kept(published, moderator).item, actor=moderator)

    again = kept(published, moderator, title="Once more")

    assert [one.item.title for one in Promotion.objects.all()] == [again.item.title] == ["Once more"]


def test_a_participant_keeps_no_closing_and_nobody_one_that_came_to_nothing(published, participant, moderator):
    with pytest.raises(Refused):
        kept(published, participant)
    published.result = "none"
    published.save()
    with pytest.raises(Refused):
        kept(published, moderator)
    assert not Promotion.objects.exists()


def test_a_community_without_a_library_keeps_nothing(published, moderator, post):
    Community.objects.update(tools=[tool for tool in Community.Tool.values if tool != Community.Tool.LIBRARY])
    for each in (published, post):
        each.refresh_from_db()

    with pytest.raises(Refused):
        kept(published, moderator)
    with pytest.raises(Refused):
        tip(post, moderator)


def test_an_author_keeps_their_own_tip_as_they_like(post, participant):
    item = tip(post, participant).item

    assert (item.kind, item.markdown, item.licence) == ("tip", "Ask the trainee first.", "by-sa")
    assert [author.person for author in item.authors.all()] == [participant]
    assert told(participant) == []


def test_a_moderator_keeps_the_words_of_somebody_else_as_theirs(post, participant, moderator):
    item = tip(post, moderator).item

    assert [author.person for author in item.authors.all()] == [participant]
    assert item.licence == Item.Licence.RESERVED
    assert told(participant) == ["promotion.kept"]


def test_others_keep_no_post_and_nobody_what_steers_or_is_gone(post, discussion, participant, moderator, community):
    with pytest.raises(Refused):
        tip(post, MembershipFactory(community=community).person)
    with pytest.raises(Refused):
        tip(discussion.posts.get(number=1), moderator)
    stale = type(post).objects.get(pk=post.pk)
    remove_post(post, actor=moderator, reason="It names a patient.")
    with pytest.raises(PostRemoved):
        tip(stale, participant)


def test_the_way_back_is_for_those_who_may_go_it(published, moderator, participant, outsider, post):
    items = {kept(published, moderator).item_id: False, tip(post, participant).item_id: True}

    found = came_from(list(items), participant)

    assert {pk: each.context["is_post"] for pk, each in found.items()} == items
    assert came_from(list(items), outsider) == {}
    remove_post(post, actor=moderator, reason="It names a patient.")
    assert list(came_from(list(items), participant)) == [pk for pk, is_post in items.items() if not is_post]


def test_the_page_offers_what_the_closing_says(as_moderator, published, participant, leader):
    address = keep_address(published)

    offered = as_moderator.get(published.discussion.get_absolute_url()).content.decode()
    form = as_moderator.get(address).context["form"]

    assert address in offered
    assert form.initial["kind"] == "lesson"
    assert [label for _key, label in form.fields["authors"].choices][:2] == [leader.name, participant.name]


def test_the_page_makes_the_draft_and_leads_to_it_twice(as_moderator, published, participant):
    sent = {"kind": "tip", "title": "Ask first", "licence": "by", "authors": [f"person {participant.pk}"]}

    first = as_moderator.post(keep_address(published), sent)
    again = as_moderator.post(keep_address(published), sent)

    item = Item.objects.get()
    assert (first.status_code, first.url) == (302, item.get_absolute_url()) == (again.status_code, again.url)
    assert [author.person for author in item.authors.all()] == [participant]


def test_nobody_is_made_an_author_who_is_not_offered(as_moderator, published, outsider):
    sent = {"kind": "tip", "title": "Ask first", "licence": "by", "authors": [f"person {outsider.pk}"]}

    assert as_moderator.post(keep_address(published), sent).status_code == 422
    assert as_moderator.post(keep_address(published), sent | {"authors": []}).status_code == 422
    assert not Item.objects.exists()


def test_the_closing_says_so_once_the_reader_may_see_the_item(client, as_moderator, published, moderator, participant):
    address, item = published.discussion.get_absolute_url(), kept(published, moderator).item
    draft_seen = as_moderator.get(address).content.decode()
    client.force_login(participant)
    before = client.get(address)

    publish_item(item, actor=moderator)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert item.get_absolute_url() in draft_seen
    assert keep_address(published) not in draft_seen
    assert item.get_absolute_url() not in before.content.decode()
    assert (after.status_code, item.get_absolute_url() in after.content.decode()) == (200, True)


def test_an_earlier_closing_says_so_too(as_moderator, published, moderator):
    item = kept(published, moderator).item
    reopen_discussion(Discussion.objects.get(), actor=moderator, reason="One thing was forgotten.")

    page = as_moderator.get(Discussion.objects.get().get_absolute_url()).content.decode()

    assert item.get_absolute_url() in page


def test_the_item_leads_back(client, published, moderator, participant, post):
    item = kept(published, moderator).item
    publish_item(item, actor=moderator)
    client.force_login(participant)

    page = client.get(item.get_absolute_url()).content.decode()

    assert published.get_absolute_url() in page
    assert reverse("forums:post", args=[post.pk]) in page


def test_a_post_is_kept_from_its_page(client, post, participant, moderator):
    address = reverse("forums:post-keep", args=[post.pk])
    client.force_login(participant)
    assert set(client.get(address).context["form"].fields) == {"kind", "title", "licence"}
    client.force_login(moderator)
    assert set(client.get(address).context["form"].fields) == {"kind", "title"}

    sent = client.post(address, {"kind": "tip", "title": "Ask first", "licence": "zero"})

    item = Item.objects.get()
    assert (sent.url, item.licence) == (item.get_absolute_url(), Item.Licence.RESERVED)


def test_whoever_may_not_see_the_draft_of_another_is_told_that_there_is_one(client, post, participant, moderator):
    promotion = tip(post, moderator)
    client.force_login(participant)

    answer = client.get(reverse("forums:post-keep", args=[post.pk]))

    assert (answer.status_code, answer.url) == (302, promotion.get_absolute_url())


def test_an_imported_message_keeps_the_name_that_it_was_signed_with(discussion, moderator):
    sender = ImportedSender.objects.create(space=discussion.space, name="Ana Prado")
    post = PostFactory(discussion=discussion, author=None, sender=sender, markdown="Sleep on it.")

    assert [str(author) for author in of_post(post).authors] == ["Ana Prado"]
    assert [str(author) for author in tip(post, moderator).item.authors.all()] == ["Ana Prado"]


def test_the_images_of_a_post_are_links_to_where_they_are(discussion, participant):
    picture = picture_of(participant)
    post = say(discussion, participant, f"Look: ![Two beds]({address_in_text(picture)})")

    assert of_post(post).markdown == f"Look: [Two beds]({at(post, picture)})"


def test_the_way_to_keep_a_post_stands_behind_more(client, post, participant, facilitator, moderator):
    address, offered = reverse("forums:post-keep", args=[post.pk]), []
    for person in (participant, facilitator, moderator):
        client.force_login(person)
        offered.append(address in client.get(reverse("forums:post-more", args=[post.pk])).content.decode())

    assert offered == [True, False, True]
