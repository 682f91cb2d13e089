"""Archives that come in, and people who claim what is in them, at the same moment."""

import pytest
from allauth.account.models import EmailAddress

from accounts.effects import erase_person
from accounts.models import User
from activity.models import Entry
from core.permissions import Refused
from forums.actions import claim_posts
from forums.models import Discussion, ImportedMessage, ImportedSender, Post
from tests.factories import MembershipFactory
from tests.factories.archives import message
from tests.forums.archives import bring
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

FIRST = message("a", subject="Talk")
SECOND = message("b", answers=["a"], subject="Re: Talk", minutes=1)
OTHER = message("x", subject="Another talk", minutes=2)  # for which no discussion is locked yet


@pytest.fixture
def ana(community):
    person = MembershipFactory(community=community, person__display_name="Ana Maria Ruiz").person
    EmailAddress.objects.create(user=person, email="ana.ruiz@uni.example", verified=True)
    return person


def test_the_same_archive_twice_at_once_comes_in_once(commons):
    given = meanwhile(lambda: bring(commons, FIRST, SECOND), lambda: bring(commons, FIRST, SECOND))

    assert [(came.posts, came.already) for came in given] == [(0, 2)]
    assert (Discussion.objects.count(), Post.objects.count(), ImportedMessage.objects.count()) == (1, 2, 2)
    talk = Discussion.objects.get()
    assert (talk.post_count, talk.people_count, talk.last_number) == (2, 1, 2)


def test_what_comes_in_while_it_is_claimed_is_theirs(commons, ana):
    bring(commons, FIRST)
    sender = ImportedSender.objects.select_related("space__community").get()

    meanwhile(lambda: claim_posts(sender, actor=ana), lambda: bring(commons, OTHER))

    assert [post.author for post in Post.objects.all()] == [ana, ana]
    assert set(Discussion.objects.values_list("post_count", "people_count")) == {(1, 1)}


def test_what_is_claimed_while_more_comes_in_is_theirs_whole(commons, ana):
    bring(commons, FIRST)
    sender = ImportedSender.objects.select_related("space__community").get()

    meanwhile(lambda: bring(commons, OTHER), lambda: claim_posts(sender, actor=ana))

    assert [post.author for post in Post.objects.all()] == [ana, ana]


def test_a_double_click_claims_once(commons, ana):
    bring(commons, FIRST, SECOND)

    def claim():
        return claim_posts(ImportedSender.objects.select_related("space__community").get(), actor=ana)

    at_once(claim, claim)

    assert Entry.objects.filter(verb="importedsender.claimed").count() == 1
    assert Post.objects.filter(author=ana).count() == 2


def test_an_account_that_is_erased_meanwhile_claims_nothing(commons, ana):
    bring(commons, FIRST)
    sender = ImportedSender.objects.select_related("space__community").get()

    refusal = meanwhile(
        lambda: erase_person(User.objects.get(pk=ana.pk)),
        lambda: claim_posts(sender, actor=User.objects.get(pk=ana.pk)),
    )

    assert isinstance(refusal, Refused)
    assert not Post.objects.filter(author=ana).exists()
