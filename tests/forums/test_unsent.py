"""What is typed is kept for its writer, on every device, until it is sent."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Membership, Space
from core.errors import Stale
from forums import actions
from forums.effects import forget_old_unsent
from forums.models import Discussion, Post, ReadingPosition, Unsent
from tests.factories import PostFactory

WORDS = {"text": "I would ask the"}
MORE = {"text": "I would ask the trainee first."}


@pytest.fixture
def as_participant(client, participant):
    client.force_login(participant)
    return client


@pytest.fixture
def begun(discussion, participant):
    return keep(discussion, participant)


def keep(place, person, said=WORDS, known=None, kind="answer", **more):
    return actions.keep_unsent(place, kind=kind, actor=person, said=said, known=known, **more)


def at(place, kind="answer"):
    return reverse(f"forums:unsent-{kind}", args=[place.pk])


def test_what_is_typed_goes_on_in_one_row(discussion, participant, begun):
    again = keep(discussion, participant, MORE, begun)

    assert (again.pk, again.version) == (begun.pk, begun.version + 1)
    row = Unsent.objects.get()
    assert (row.person, row.discussion, row.post, row.said) == (participant, discussion, None, MORE)


def test_going_on_is_one_statement(discussion, participant, begun, django_assert_num_queries):
    with django_assert_num_queries(2):  # the role, the text
        keep(discussion, participant, MORE, begun)


def test_another_device_does_not_write_over_it(discussion, participant, begun):
    keep(discussion, participant, MORE, begun)

    for stale in (begun, None):
        with pytest.raises(Stale):
            keep(discussion, participant, {"text": "Something else"}, stale)

    assert Unsent.objects.get().said == MORE


def test_the_same_text_from_two_devices_is_no_quarrel(discussion, participant, begun):
    assert keep(discussion, participant, WORDS, None) == begun


def test_an_emptied_box_is_forgotten(discussion, participant, begun):
    assert keep(discussion, participant, {}, begun) is None

    assert not Unsent.objects.exists()


def test_each_place_has_its_own(discussion, participant, moderator, begun):
    post = discussion.posts.get(number=1)
    keep(post, participant)
    keep(discussion.posts.get(number=2), participant, kind="edit")
    keep(discussion.space, participant, {"title": "Next"}, kind="plan")
    keep(discussion, moderator)

    assert Unsent.objects.count() == 5
    assert Unsent.objects.visible_to(moderator).get().person == moderator
    assert not Unsent.objects.visible_to(AnonymousUser()).exists()


def test_nothing_of_the_discussion_changes(discussion, participant):
    before = Discussion.objects.values().get(pk=discussion.pk)

    keep(discussion, participant)

    assert Discussion.objects.values().get(pk=discussion.pk) == before
    assert not ReadingPosition.objects.exists()


def test_an_edit_that_changes_nothing_is_none(discussion, participant):
    post = discussion.posts.get(number=2)

    assert keep(post, participant, {"text": post.markdown}, kind="edit") is None
    assert not Unsent.objects.exists()


def test_what_is_old_goes_and_of_very_many_the_newest_stay(discussion, participant, begun, monkeypatch):
    monkeypatch.setattr(Unsent, "MOST", 2)
    for _each in range(3):
        keep(PostFactory(discussion=discussion), participant)
    assert Unsent.objects.count() == 2
    assert not Unsent.objects.filter(pk=begun.pk).exists()

    oldest = Unsent.objects.order_by("pk").first()
    Unsent.objects.filter(pk=oldest.pk).update(changed_at=timezone.now() - Unsent.REMEMBERED_FOR - timedelta(hours=1))
    forget_old_unsent()
    assert oldest not in Unsent.objects.all()
    assert Unsent.objects.count() == 1


def test_sending_forgets_it_and_what_arrives_late_is_not_kept_again(as_participant, discussion, begun, participant):
    sent = {"text": MORE["text"], "submission": uuid4(), "known": str(begun)}

    assert as_participant.post(reverse("forums:reply", args=[discussion.pk]), sent).status_code == 302

    assert not Unsent.objects.exists()
    late = as_participant.post(at(discussion), sent)
    assert (late.status_code, late.content) == (200, b"")
    assert not Unsent.objects.exists()


def test_sending_leaves_what_another_device_has_typed_since(as_participant, discussion, begun, participant):
    keep(discussion, participant, {"text": "Typed on the phone"}, begun)

    sent = {"text": "Typed at the desk", "submission": uuid4(), "known": str(begun)}
    as_participant.post(reverse("forums:reply", args=[discussion.pk]), sent)

    assert Unsent.objects.get().said == {"text": "Typed on the phone"}


def test_a_saved_edit_and_a_kept_plan_are_forgotten(as_participant, discussion, participant):
    post = discussion.posts.get(number=2)
    edit = keep(post, participant, kind="edit")
    keep(discussion.space, participant, {"title": "Next", "question": "What next?", "kind": "open"}, kind="plan")

    saved = {"text": "Quite different", "version": post.version, "known": str(edit)}
    as_participant.post(reverse("forums:post-edit", args=[post.pk]), saved)
    assert [row.kind for row in Unsent.objects.all()] == ["plan"]
    plan = {"title": "Next", "question": "What next?", "kind": "open", "submission": uuid4()}
    rows = {"stages-TOTAL_FORMS": 0, "stages-INITIAL_FORMS": 0}
    space = discussion.space
    new = reverse("forums:plan-new", args=[space.community.slug, space.slug])
    assert as_participant.post(new, plan | rows).status_code == 302
    assert not Unsent.objects.exists()


def test_a_browser_keeps_it_and_is_shown_the_other_text(as_participant, discussion):
    first = as_participant.post(at(discussion), WORDS)
    known = first.content.decode()
    second = as_participant.post(at(discussion), MORE | {"known": known})
    refused = as_participant.post(at(discussion), {"text": "Other", "known": known})

    assert (first.status_code, second.status_code, refused.status_code) == (200, 200, 409)
    assert MORE["text"] in refused.content.decode()
    assert f'data-unsent-other="{second.content.decode()}"' in refused.content.decode()


def test_too_much_and_too_often_is_not_kept(as_participant, discussion, monkeypatch):
    assert as_participant.post(at(discussion), {"text": "x" * 100_001}).status_code == 413

    monkeypatch.setattr("forums.views.unsent.MOST_A_MINUTE", 2)
    answers = [as_participant.post(at(discussion), {"text": "same"}).status_code for _each in range(4)]
    assert answers[-1] == 429
    assert answers[0] == 200


def test_whoever_may_not_write_there_keeps_nothing(client, discussion, outsider, participant):
    post = discussion.posts.get(number=1)
    client.force_login(outsider)
    assert client.post(at(discussion), WORDS).status_code == 404
    client.force_login(participant)
    assert client.post(at(post, "edit"), WORDS).status_code == 403
    assert client.post(at(discussion), WORDS | {"to": "99"}).status_code == 404
    assert not Unsent.objects.exists()


def test_it_is_offered_on_the_page_and_stands_in_the_form_of_who_goes_on(as_participant, discussion, participant):
    question = discussion.posts.get(number=1)
    known = keep(question, participant)

    page = as_participant.get(discussion.get_absolute_url()).content.decode()
    assert "You began an answer to" in page
    assert f'data-unsent-offer="{known}"' in page
    row = Unsent.objects.get()
    assert row.get_absolute_url() in page.replace("&amp;", "&")
    reply = reverse("forums:reply", args=[discussion.pk])
    offered = as_participant.get(f"{reply}?to=1").content.decode()
    assert "You began something here" in offered
    filled = as_participant.get(row.get_absolute_url()).content.decode()
    assert f">\n{WORDS['text']}</textarea>" in filled
    assert f'name="known" autocomplete="off" value="{known}"' in filled


def test_the_page_is_fresh_once_something_is_kept(as_participant, discussion, participant, begun):
    address = discussion.get_absolute_url()
    etag = [as_participant.get(address)["ETag"] for _visit in range(2)][-1]
    assert as_participant.get(address, headers={"If-None-Match": etag}).status_code == 304

    keep(discussion, participant, MORE, begun)

    assert MORE["text"] in as_participant.get(address, headers={"If-None-Match": etag}).content.decode()


def test_nobody_else_is_offered_it(client, discussion, moderator, begun):
    client.force_login(moderator)

    assert "You began" not in client.get(discussion.get_absolute_url()).content.decode()
    assert client.post(reverse("forums:unsent-drop", args=[begun.pk])).status_code == 404
    assert Unsent.objects.exists()


def test_what_cannot_be_answered_any_more_can_still_be_read(as_participant, discussion, participant, moderator):
    post = PostFactory(discussion=discussion, author=moderator)
    keep(post, participant)
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now(), deleted_by=moderator)

    page = as_participant.get(Unsent.objects.get().get_absolute_url())

    assert page.status_code == 200
    assert WORDS["text"] in page.content.decode()
    assert 'name="to"' not in page.content.decode()


@pytest.mark.parametrize("is_over", [True, False])
def test_what_cannot_be_sent_any_more_can_still_be_copied(as_participant, discussion, community, participant, is_over):
    long = {"text": "Words of mine. " * 20 + "The <last> one."}
    keep(discussion, participant, long)
    reply = reverse("forums:reply", args=[discussion.pk])
    if is_over:
        Community.objects.filter(pk=community.pk).update(phase="concluded")
    else:
        Community.objects.filter(pk=community.pk).update(visibility="public")
        Space.objects.filter(pk=discussion.space_id).update(access="open")
        Membership.objects.filter(person=participant).update(state="left", ended_at=timezone.now())

    page = as_participant.get(f"{reply}?unsent=1")

    assert page.status_code == 200
    html = page.content.decode()
    assert "The &lt;last&gt; one." in html
    assert re.search("<textarea[^>]* readonly", html)
    assert ("come to its end" if is_over else "Only members write here") in html
    assert as_participant.get(reply).status_code == 403
    as_participant.post(reverse("forums:unsent-drop", args=[Unsent.objects.get().pk]))
    assert as_participant.get(f"{reply}?unsent=1").status_code == 403


def test_an_edit_and_a_plan_are_offered_where_they_were_begun(as_participant, discussion, participant):
    post = discussion.posts.get(number=2)
    keep(post, participant, kind="edit")
    keep(discussion.space, participant, {"title": "Next in line", "kind": "case"}, kind="plan")
    new = reverse("forums:plan-new", args=[discussion.space.community.slug, discussion.space.slug])

    for address, words in (
        (reverse("forums:post-edit", args=[post.pk]), "You began something here"),
        (new, "Next in line"),
        *((row.get_absolute_url(), "has not been sent yet") for row in Unsent.objects.all()),
    ):
        assert words in as_participant.get(address).content.decode()
    plan = as_participant.get(Unsent.objects.get(kind="plan").get_absolute_url()).content.decode()
    assert 'value="Next in line"' in plan
    # Whoever presses Enter in the title does not throw it away: that button belongs to another form.
    assert re.search(r'</form>\s*<form id="drop-', plan)


def test_it_is_thrown_away(as_participant, discussion, begun):
    gone = as_participant.post(reverse("forums:unsent-drop", args=[begun.pk]))

    assert gone.url == discussion.get_absolute_url()
    assert not Unsent.objects.exists()


def test_it_comes_with_ones_own_data(begun, participant, discussion):
    from forums.queries import export_person

    [row] = export_person(participant)["unsent"]

    assert (row["said"], row["place"], row["kind"]) == (WORDS, discussion.title, "answer")
