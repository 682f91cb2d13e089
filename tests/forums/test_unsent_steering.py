"""What steers a discussion is kept while it is typed, as an answer is."""

import pytest
from django.urls import reverse

from core.permissions import Refused
from forums import actions
from forums.models import Post, Unsent
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.test_merging import asked, merge

pytestmark = pytest.mark.django_db

SAID = {"text": "So far we agree on one thing."}
PAGES = {"restate": "forums:restate", "summary": "forums:summarise"}


@pytest.fixture
def discussion(members_room, moderator):
    found = DiscussionFactory(space=members_room, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt")
    return found


def begin(discussion, person, kind="summary", said=SAID):
    return actions.keep_unsent(discussion, kind=kind, actor=person, said=said, known=None)


@pytest.mark.parametrize("kind", PAGES)
def test_a_browser_keeps_it_and_another_goes_on_with_it(client, discussion, moderator, kind):
    client.force_login(moderator)
    keep, page = reverse(f"forums:unsent-{kind}", args=[discussion.pk]), reverse(PAGES[kind], args=[discussion.pk])
    assert f'data-unsent="{keep}"' in client.get(page).content.decode()

    known = client.post(keep, SAID).content.decode()

    offered = client.get(page).content.decode()
    assert f'data-unsent-offer="{known}"' in offered
    assert f'href="{page}?unsent=1"' in offered
    begun = client.get(f"{page}?unsent=1").content.decode()
    assert f'name="known" value="{known}"' in begun
    assert SAID["text"] in begun
    assert Unsent.objects.get().kind == kind


@pytest.mark.parametrize("kind", PAGES)
def test_posting_it_forgets_it(client, discussion, moderator, kind):
    client.force_login(moderator)
    known = begin(discussion, moderator, kind)
    page = client.get(reverse(PAGES[kind], args=[discussion.pk]))
    sent = {
        "submission": page.context["form"]["submission"].value(),
        "readers": page.context["form"]["readers"].value(),
    }

    answer = client.post(reverse(PAGES[kind], args=[discussion.pk]), SAID | sent | {"known": str(known)})

    assert answer.status_code == 302
    assert discussion.posts.filter(kind__in=Post.STEERING).count() == 1
    assert not Unsent.objects.exists()
    late = client.post(reverse(f"forums:unsent-{kind}", args=[discussion.pk]), SAID | sent)
    assert (late.content, Unsent.objects.count()) == (b"", 0)


def test_each_has_a_place_of_its_own_beside_the_answer(discussion, moderator):
    for kind in (*PAGES, "answer"):
        begin(discussion, moderator, kind)

    assert sorted(Unsent.objects.values_list("kind", flat=True)) == ["answer", "restate", "summary"]


def test_who_does_not_run_it_keeps_nothing(client, discussion, participant):
    with pytest.raises(Refused):
        begin(discussion, participant)
    client.force_login(participant)
    assert client.post(reverse("forums:unsent-summary", args=[discussion.pk]), SAID).status_code == 403
    assert not Unsent.objects.exists()


def test_what_cannot_be_posted_any_more_can_be_copied(client, discussion, moderator):
    begin(discussion, moderator)
    actions.close_discussion(discussion, actor=moderator, reason="Done.")
    client.force_login(moderator)

    begun = reverse("forums:summarise", args=[discussion.pk]) + "?unsent=1"
    page = client.get(begun).content.decode()

    assert SAID["text"] in page
    assert "Throw it away" in page
    assert "This discussion is closed" in page
    assert begun in client.get(discussion.get_absolute_url()).content.decode()


def test_it_comes_along_when_two_become_one(discussion, members_room, moderator, leader):
    target = asked(members_room, moderator)
    for person in (moderator, leader):
        begin(discussion, person)
    begin(target, leader, said={"text": "Here."})

    merge(discussion, target, moderator)

    assert dict(Unsent.objects.values_list("person", "said__text")) == {
        moderator.pk: SAID["text"],
        leader.pk: f"Here.\n\n{SAID['text']}",
    }
    assert set(Unsent.objects.values_list("discussion", flat=True)) == {target.pk}
