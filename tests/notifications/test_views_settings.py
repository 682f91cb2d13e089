import re

import pytest
from django.urls import reverse

from communities.effects import end_membership
from communities.models import Membership
from notifications import kinds, wishes
from notifications.effects import make_due_digests, set_delivery, set_rhythm, set_volume
from notifications.models import Delivery, MailRhythm, Notification, Volume
from tests.factories import DiscussionFactory, MembershipFactory

SETTINGS = reverse("notifications:settings")
PREVIEW = reverse("notifications:digest-preview")


@pytest.fixture
def reader(client, participant):
    client.force_login(participant)
    return participant


@pytest.fixture
def shown(client, reader):
    """The form as its reader finds it, to be sent back with changes."""

    def shown(**changes):
        form = client.get(SETTINGS).context["form"]
        values = {bound.name: bound.value() for bound in form}
        return {name: "" if value is None else value for name, value in (values | changes).items()}

    return shown


def chosen():
    return (
        dict(Delivery.objects.values_list("kind", "by")),
        {(kind, pk): level for kind, pk, level in Volume.objects.values_list("scope_kind", "scope_id", "level")},
    )


def test_settings_show_every_kind_with_its_usual_way(client, reader):
    page = client.get(SETTINGS).content.decode()

    for kind in kinds.KINDS.values():
        assert str(kind.label) in page
    form = client.get(SETTINGS).context["form"]
    usual = {kind: form[f"kind_{kind}"].value() for kind in kinds.KINDS}
    at_once = {kind for kind, by in usual.items() if by == "mail"}
    assert at_once == {
        *("mentioned", "answered", "may_know", "noted", "standing", "closed", "tasks"),
        *("seats", "reminded", "announced"),
    }
    assert set(usual.values()) == {"mail", "digest"}


def test_saving_what_is_usual_keeps_nothing(client, reader, shown, community):
    response = client.post(SETTINGS, shown())

    assert response.url == SETTINGS
    assert chosen() == ({}, {})
    assert not MailRhythm.objects.exists()


def test_only_what_was_chosen_is_kept(client, reader, shown, community):
    changes = {"kind_opened": "mail", "kind_answered": "here", f"community_{community.pk}": "all"}
    for _time in range(2):
        assert client.post(SETTINGS, shown(**changes)).status_code == 302

    assert chosen() == ({"opened": "mail", "answered": "here"}, {("communities.community", community.pk): "all"})

    client.post(SETTINGS, shown(kind_opened="digest", **{f"community_{community.pk}": "normal"}))

    assert chosen() == ({"answered": "here"}, {})


def test_another_default_reaches_everyone_who_chose_nothing(client, reader, shown, monkeypatch):
    set_delivery(reader, "decide", "here")
    for name in ("opened", "decide"):
        monkeypatch.setitem(kinds.KINDS, name, kinds.Kind(name, name, "", "", kinds.MAIL))

    assert {name: shown()[f"kind_{name}"] for name in ("opened", "decide")} == {"opened": "mail", "decide": "here"}


def test_the_digest_s_day_and_hour_and_the_quiet_hours_are_kept(client, reader, shown):
    changes = {"rhythm": "weekly", "hour": 18, "weekday": 4, "quiet_from": 22, "quiet_until": 6}

    client.post(SETTINGS, shown(**changes))

    row = MailRhythm.objects.get()
    assert {name: getattr(row, name) for name in changes} == changes
    assert (row.next_digest_at.hour, row.next_digest_at.weekday()) == (18, 4)
    assert shown() | changes == shown()

    client.post(SETTINGS, shown(quiet_from="", quiet_until="", rhythm="never"))

    row.refresh_from_db()
    assert (row.rhythm, row.quiet_from, row.quiet_until, row.next_digest_at) == ("never", None, None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quiet_from": 22}, "quiet_until"),
        ({"quiet_until": 22}, "quiet_from"),
        ({"quiet_from": 22, "quiet_until": 22}, "quiet_until"),
        ({"hour": 24}, "hour"),
        ({"rhythm": "hourly"}, "rhythm"),
        ({"kind_closed": "post"}, "kind_closed"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(client, reader, shown, changes, field):
    response = client.post(SETTINGS, shown(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert chosen() == ({}, {})
    assert not MailRhythm.objects.exists()


def test_a_community_of_others_cannot_be_chosen(client, reader, shown):
    other = MembershipFactory().community

    client.post(SETTINGS, shown(**{f"community_{other.pk}": "all"}))

    assert chosen() == ({}, {})
    assert other.name not in client.get(SETTINGS).content.decode()


def test_a_volume_that_does_not_exist_is_refused(client, reader, shown, community):
    response = client.post(SETTINGS, shown(**{f"community_{community.pk}": "loud"}))

    assert response.status_code == 422
    assert chosen() == ({}, {})


def test_a_community_that_the_form_did_not_show_stays_as_it_is(client, reader, shown, community):
    set_volume(reader, scope_kind="communities.community", scope_id=community.pk, level="mute")
    values = shown()
    del values[f"community_{community.pk}"]

    client.post(SETTINGS, values)

    assert chosen() == ({}, {("communities.community", community.pk): "mute"})


def test_what_one_follows_or_muted_is_listed_with_a_way_back(client, reader, discussion):
    set_volume(reader, scope_kind="forums.discussion", scope_id=discussion.pk, level="mute")
    page = client.get(SETTINGS).content.decode()
    address = reverse("notifications:as-usual", args=["forums.discussion", discussion.pk])
    assert discussion.title in page
    assert f'formaction="{address}"' in page

    for _time in range(2):
        assert client.post(address).url == f"{SETTINGS}#discussions"

    assert chosen() == ({}, {})
    said = client.get(SETTINGS).content.decode()
    assert f"You hear of “{discussion.title}” as usual again." in said


def test_what_was_changed_above_is_not_lost_by_a_button_below(client, reader, discussion, shown):
    scope = {"scope_kind": "forums.discussion", "scope_id": discussion.pk}
    set_volume(reader, **scope, level="mute")
    address = reverse("notifications:as-usual", args=["forums.discussion", discussion.pk])
    assert f'form="settings" formaction="{address}"' in client.get(SETTINGS).content.decode()

    response = client.post(address, shown(quiet_from="22", quiet_until=""))
    assert response.status_code == 422
    assert chosen()[1] == {("forums.discussion", discussion.pk): "mute"}

    client.post(address, shown(kind_opened="mail"))
    assert chosen() == ({"opened": "mail"}, {})


def test_what_one_may_no_longer_read_is_not_named(client, reader, discussion):
    set_volume(reader, scope_kind="forums.discussion", scope_id=discussion.pk, level="mute")
    end_membership(Membership.objects.get(person=reader))

    assert discussion.title not in client.get(SETTINGS).content.decode()


def test_queries_do_not_grow_with_communities_and_discussions(client, reader, django_assert_max_num_queries):
    for _time in range(12):
        community = MembershipFactory(person=reader).community
        set_volume(reader, scope_kind="communities.community", scope_id=community.pk, level="all")

    with django_assert_max_num_queries(12):
        client.get(SETTINGS)


def test_the_preview_shows_the_digest_and_moves_nothing(client, reader, tell):
    make_due_digests()
    set_delivery(reader, "answered", "digest")
    tell(reader)
    before = list(MailRhythm.objects.order_by("pk").values()), list(Notification.objects.order_by("pk").values())

    page = client.get(PREVIEW).content.decode()

    assert "told you about How do you say it?" in page
    assert (
        list(MailRhythm.objects.order_by("pk").values()),
        list(Notification.objects.order_by("pk").values()),
    ) == before
    assert client.post(PREVIEW).status_code == 405


def test_an_empty_preview_says_so(client, reader):
    assert "Nothing new" in client.get(PREVIEW).content.decode()


@pytest.mark.parametrize("address", [SETTINGS, PREVIEW])
def test_a_stranger_is_asked_to_sign_in(client, db, address):
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_a_rhythm_is_one_s_own(client, reader, shown, leader):
    set_rhythm(leader, rhythm="weekly")

    client.post(SETTINGS, shown(rhythm="never"))

    assert dict(MailRhythm.objects.values_list("person", "rhythm")) == {leader.pk: "weekly", reader.pk: "never"}


@pytest.mark.parametrize("kind", ["notifications.kind", "notifications.digest", "forums.wish"])
def test_only_a_thing_is_as_usual_again(client, reader, kind):
    assert client.post(reverse("notifications:as-usual", args=[kind, 7])).status_code == 404
    assert not MailRhythm.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, reader, method):
    assert getattr(client, method)(SETTINGS).status_code == 405


def as_shown(client):
    """Every value that a browser would send back with the page."""
    form = client.get(SETTINGS).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    values |= {bound.html_initial_name: bound.value() for bound in form}
    page = client.get(SETTINGS).content.decode()
    sent = {name: "" if value is None else value for name, value in values.items() if f'name="{name}"' in page}
    assert sent.keys() == values.keys()
    return sent


def test_an_old_page_puts_back_nothing_that_was_changed_elsewhere(client, reader, community):
    old = as_shown(client)
    set_delivery(reader, "answered", "here")
    set_rhythm(reader, rhythm="never", quiet_from=22, quiet_until=6)
    set_volume(reader, scope_kind="communities.community", scope_id=community.pk, level="mute")

    client.post(SETTINGS, old | {"kind_opened": "mail"})

    assert chosen() == (
        {"answered": "here", "opened": "mail"},
        {("communities.community", community.pk): "mute"},
    )
    row = MailRhythm.objects.get()
    assert (row.rhythm, row.quiet_from, row.quiet_until) == ("never", 22, 6)


def test_a_page_that_was_refused_still_knows_what_it_showed_at_first(client, reader):
    old = as_shown(client)
    set_delivery(reader, "answered", "here")

    refused = client.post(SETTINGS, old | {"quiet_from": 22}).content.decode()

    assert 'name="initial-kind_answered" value="mail"' in refused


def test_what_one_follows_comes_in_pages_the_newest_first(client, reader, members_room, monkeypatch):
    monkeypatch.setattr(wishes, "PAGE", 2)
    discussions = [DiscussionFactory(space=members_room, title=f"Question {number}") for number in range(3)]
    for discussion in discussions:
        set_volume(reader, scope_kind="forums.discussion", scope_id=discussion.pk, level="all")

    first = client.get(SETTINGS)
    assert [row.title for row in first.context["others"]] == ["Question 2", "Question 1"]
    older = SETTINGS + re.search(r'rel="next" href="(\?after=\d+)#discussions"', first.content.decode())[1]
    last = client.get(older)
    assert [row.title for row in last.context["others"]] == ["Question 0"]
    assert 'rel="prev"' in last.content.decode()
    assert 'rel="next"' not in last.content.decode()
