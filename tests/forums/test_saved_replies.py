"""Texts that a team uses again: kept once, within bounds, by whoever runs discussions, and put where one writes."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from communities.errors import CommunityOver
from core.permissions import Refused
from forums import actions
from forums.errors import SavedReplyStale, TitleTaken, TooManySaved
from forums.models import SavedReply
from tests.factories import CommunityFactory, DiscussionFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def save(community, actor, title="Welcome", markdown="Good to have *you* here."):
    return actions.save_reply(community, actor=actor, title=title, markdown=markdown)


def test_it_is_kept_once_under_a_title_of_its_own(community, moderator):
    first = save(community, moderator)

    assert save(community, moderator) == first
    with pytest.raises(TitleTaken):
        save(community, moderator, markdown="Something else.")
    assert list(SavedReply.objects.values_list("title", "markdown", "by")) == [
        ("Welcome", "Good to have *you* here.", moderator.pk)
    ]


def test_there_are_not_more_than_one_finds(community, moderator):
    for number in range(SavedReply.MOST):
        SavedReply.objects.create(community=community, title=f"Text {number}", markdown="…", by=moderator)

    with pytest.raises(TooManySaved):
        save(community, moderator)


def test_nobody_else_keeps_them(community, participant, facilitator, moderator):
    saved = save(community, moderator)

    for person in (participant, facilitator):
        with pytest.raises(Refused):
            save(community, person, title="Mine")
        with pytest.raises(Refused):
            actions.change_saved_reply(saved, actor=person, version=0, title="Mine", markdown="…")
        with pytest.raises(Refused):
            actions.throw_saved_reply_away(saved, actor=person)
    assert SavedReply.objects.get().title == "Welcome"


def test_a_change_rests_on_what_was_read(community, moderator, leader):
    saved = save(community, moderator)
    other = save(community, moderator, title="Manners")
    changed = actions.change_saved_reply(saved, actor=leader, version=0, title="Hello", markdown="Hello.")

    assert (changed.version, changed.by) == (1, leader)
    with pytest.raises(SavedReplyStale):
        actions.change_saved_reply(saved, actor=moderator, version=0, title="Hi", markdown="Hi.")
    with pytest.raises(TitleTaken):
        actions.change_saved_reply(other, actor=moderator, version=0, title="Hello", markdown="Hi.")


def test_nothing_is_kept_where_a_community_has_ended(community, moderator):
    community.phase = "concluded"
    community.save()

    with pytest.raises((CommunityOver, Refused)):
        save(community, moderator)


def test_the_pages_are_the_teams(client, community, moderator, participant):
    community.visibility = "listed"
    community.save()
    saved = save(community, moderator)
    addresses = [
        reverse("forums:saved-replies", args=[community.slug]),
        reverse("forums:saved-reply-change", args=[community.slug, saved.pk]),
        reverse("forums:saved-reply-discard", args=[community.slug, saved.pk]),
    ]
    for person, status in ((participant, 403), (UserFactory(), 404)):
        client.force_login(person)
        assert {client.get(address).status_code for address in addresses} == {status}
        assert {client.post(address, {"title": "A", "markdown": "B"}).status_code for address in addresses} == {status}
    client.force_login(moderator)
    listed, change, discard = addresses
    assert client.post(listed, {"title": "Manners", "markdown": "Be kind."}).url == listed
    assert client.post(listed, {"title": "Manners", "markdown": "Other."}).status_code == 422
    page = client.get(listed).content.decode()
    assert ["Welcome" in page, "Be kind." in page] == [True, True]
    assert client.post(change, {"title": "Hello", "markdown": "Hi.", "version": 0}).url == listed
    again = client.post(change, {"title": "Hey", "markdown": "Hey.", "version": 0})
    assert again.status_code == 422
    assert 'name="version" value="1"' in again.content.decode()
    assert "Hi." in client.get(discard).content.decode()
    assert client.post(discard).url == client.post(discard).url == listed
    assert set(SavedReply.objects.values_list("title", flat=True)) == {"Manners"}


def test_two_clicks_at_once_throw_it_away_once(client, community, moderator, monkeypatch):
    saved = save(community, moderator)
    throw_away = actions.throw_saved_reply_away

    def throw_away_second(row, *, actor):
        SavedReply.objects.get(pk=row.pk).delete()  # by the first, while the second waits
        throw_away(row, actor=actor)

    monkeypatch.setattr(actions, "throw_saved_reply_away", throw_away_second)
    client.force_login(moderator)

    answer = client.post(reverse("forums:saved-reply-discard", args=[community.slug, saved.pk]))

    assert answer.url == reverse("forums:saved-replies", args=[community.slug])
    assert not list(get_messages(answer.wsgi_request))


def test_it_is_put_where_the_team_writes(client, community, members_room, moderator, participant):
    saved = save(community, moderator)
    elsewhere = SavedReply.objects.create(
        community=CommunityFactory(), title="Theirs", markdown="Words of others.", by=UserFactory()
    )
    discussion = DiscussionFactory(space=members_room, planned_by=moderator)
    PostFactory(discussion=discussion, author=moderator, kind="prompt")
    choose, reply = reverse("forums:saved", args=[discussion.pk]), reverse("forums:reply", args=[discussion.pk])
    client.force_login(moderator)

    assert choose in client.get(discussion.get_absolute_url()).content.decode()
    menu = client.get(choose, headers=HTMX).content.decode()
    assert ["<html" in menu, 'data-text="Good to have *you* here."' in menu, "Theirs" in menu] == [False, True, False]
    assert f'value="{saved.pk}"' in client.get(choose).content.decode()
    assert "Good to have *you* here." in client.get(f"{reply}?saved={saved.pk}").content.decode()
    assert "Words of others." not in client.get(f"{reply}?saved={elsewhere.pk}").content.decode()
    client.force_login(participant)
    assert client.get(choose).status_code == 403
    assert choose not in client.get(discussion.get_absolute_url()).content.decode()
    assert "Good to have" not in client.get(f"{reply}?saved={saved.pk}").content.decode()
