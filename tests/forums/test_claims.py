"""People take over what they wrote to a mailing list before they came."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.errors import CommunityOver
from communities.models import Community, Space
from core.permissions import Refused
from forums.actions import claim_posts, edit_post, give_back_posts, react, remove_post
from forums.models import Discussion, ImportedSender, Post
from forums.queries import export_person
from forums.queries.claims import found_for
from forums.queries.people import ids_concerned
from notifications.models import Notification, OutboxMessage, Volume
from tests.factories import MembershipFactory, PostFactory, UserFactory
from tests.factories.archives import message
from tests.forums.archives import bring

pytestmark = pytest.mark.django_db

PAGE = "/account/lists/"
ADDRESS = "ana.ruiz@uni.example"
TALK = [
    message("a", subject="Debriefing in pairs"),
    message("b", answers=["a"], sender="Bea <bea@uni.example>", minutes=1),
    message("c", answers=["b"], minutes=2),
]
OTHER = [message("x", subject="Feedback forms", sender=f"A. R. <{ADDRESS.upper()}>", minutes=9)]


@pytest.fixture
def ana(community):
    person = MembershipFactory(community=community, person__display_name="Ana Maria Ruiz").person
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True)
    return person


@pytest.fixture
def sender(commons):
    bring(commons, *TALK, *OTHER)
    return ImportedSender.objects.get(name="Ana Ruiz")


def standing():
    return list(Discussion.objects.order_by("pk").values_list("title", "post_count", "people_count", "version"))


def writers():
    return [post.writer for post in Post.objects.select_related("author", "sender").order_by("pk")]


def test_what_was_sent_becomes_theirs(sender, ana):
    before = dict(Discussion.objects.values_list("pk", "version"))

    claim_posts(sender, actor=ana)

    assert writers() == ["Ana Maria Ruiz", "Bea", "Ana Maria Ruiz", "Ana Maria Ruiz"]
    assert not sender.posts.exists()
    assert ImportedSender.objects.get(pk=sender.pk).claimed_by == ana
    assert dict(Discussion.objects.values_list("pk", "version")) == {pk: v + 1 for pk, v in before.items()}
    entry = Entry.objects.get(verb="importedsender.claimed")
    assert (entry.actor, entry.object_id, entry.data) == (ana, sender.pk, {"posts": 3})


def test_nobody_is_told_and_nothing_is_followed(sender, ana):
    claim_posts(sender, actor=ana)

    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Volume.objects.exists()


def test_whoever_wrote_there_under_both_names_counts_as_one(sender, ana):
    talk, _other = Discussion.objects.order_by("pk")
    talk.refresh_from_db()
    PostFactory(discussion=talk, author=ana)
    people = talk.posts.values("author", "sender").distinct().count()
    Discussion.objects.filter(pk=talk.pk).update(people_count=people)
    assert people == 3

    claim_posts(sender, actor=ana)

    assert list(Discussion.objects.order_by("pk").values_list("people_count", flat=True)) == [2, 1]
    give_back_posts(sender, actor=ana)
    assert list(Discussion.objects.order_by("pk").values_list("people_count", flat=True)) == [3, 1]


def test_old_talk_makes_nobody_hear_of_what_is_said_later(sender, ana):
    claim_posts(sender, actor=ana)
    talk, _other = Discussion.objects.order_by("pk")

    assert ana.pk not in ids_concerned(talk)
    assert not Discussion.objects.with_reader(ana).get(pk=talk.pk).has_written
    PostFactory(discussion=talk, author=ana)
    assert ana.pk in ids_concerned(talk)
    assert Discussion.objects.with_reader(ana).get(pk=talk.pk).has_written


def test_the_latest_post_is_the_latest_by_its_date(commons, ana):
    bring(commons, message("late", minutes=600, subject="Later"))
    bring(commons, message("early", minutes=5, subject="Earlier"))

    (found,) = found_for(ana)

    assert found.latest.discussion.title == "Later"
    assert found.latest.created_at == found.last_at


def test_nobody_has_reacted_to_what_is_their_own(sender, ana, participant):
    first, *_others = sender.posts.order_by("pk")
    for person, kind in ((ana, "helpful"), (participant, "helpful"), (ana, "new")):
        react(first, kind=kind, actor=person)

    claim_posts(sender, actor=ana)

    first.refresh_from_db()
    assert first.reacted == {"helpful": 1}
    assert list(first.reactions.values_list("person", "kind")) == [(participant.pk, "helpful")]


def test_claiming_twice_is_harmless(sender, ana):
    claim_posts(sender, actor=ana)
    before = standing()

    claim_posts(sender, actor=ana)

    assert standing() == before
    assert Entry.objects.filter(verb="importedsender.claimed").count() == 1


def test_an_address_that_is_not_confirmed_claims_nothing(sender, ana):
    EmailAddress.objects.filter(email=ADDRESS).update(verified=False)

    assert not ImportedSender.objects.visible_to(ana).exists()
    with pytest.raises(Refused):
        claim_posts(sender, actor=ana)
    assert writers()[0] == "Ana Ruiz"


def test_nobody_claims_what_another_sent(sender, participant):
    with pytest.raises(Refused):
        claim_posts(sender, actor=participant)

    assert sender.posts.count() == 3


def test_an_archive_that_one_may_not_read_shows_nothing_of_itself(team_room, ana, client):
    bring(team_room, *TALK)
    hidden = ImportedSender.objects.get(name="Ana Ruiz")
    client.force_login(ana)

    page = client.get(PAGE)
    answer = client.post(reverse("forums:claim", args=[hidden.pk]))

    assert "Nothing was sent from your addresses" in page.content.decode()
    assert answer.status_code == 404
    with pytest.raises(Refused):
        claim_posts(hidden, actor=ana)


def test_a_discussion_that_was_moved_out_of_sight_is_theirs_as_well_and_not_counted(sender, ana, team_room, client):
    other = Discussion.objects.get(title="Feedback forms")
    Discussion.objects.filter(pk=other.pk).update(space=team_room)
    client.force_login(ana)

    page = client.get(PAGE).content.decode()
    claim_posts(sender, actor=ana)

    assert "2 posts in" in page
    assert "Feedback forms" not in page
    assert other.posts.get().author == ana


def test_nothing_changes_where_all_is_over(sender, ana, community):
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.CONCLUDED)
    sender.refresh_from_db()

    with pytest.raises((Refused, CommunityOver)):
        claim_posts(sender, actor=ana)

    assert sender.posts.count() == 3


def test_what_comes_later_is_theirs_as_well(sender, ana, commons):
    claim_posts(sender, actor=ana)

    bring(commons, *TALK, message("d", answers=["c"], minutes=5), message("e", subject="More", minutes=6))

    assert {post.author for post in Post.objects.filter(number__gt=3)} == {ana}
    assert Post.objects.get(discussion__title="More").author == ana
    assert list(Discussion.objects.order_by("pk").values_list("people_count", flat=True)) == [2, 1, 1]


def test_what_comes_for_somebody_who_was_erased_is_a_former_members(sender, ana, commons):
    claim_posts(sender, actor=ana)

    erase_person(ana)
    bring(commons, message("e", subject="More", minutes=6))

    assert Post.objects.get(discussion__title="More").writer == "Former member"
    assert ImportedSender.objects.get(pk=sender.pk).name == ""


def test_it_goes_back_under_the_name_that_it_had(sender, ana):
    claim_posts(sender, actor=ana)

    give_back_posts(sender, actor=ana)

    assert writers() == ["Ana Ruiz", "Bea", "Ana Ruiz", "Ana Ruiz"]
    sender.refresh_from_db()
    assert (sender.claimed_by, sender.claimed_at) == (None, None)
    before = standing()
    give_back_posts(sender, actor=ana)
    assert standing() == before
    claim_posts(sender, actor=ana)
    assert not sender.posts.exists()


def test_what_they_changed_or_deleted_since_stays_theirs(sender, ana, commons):
    claim_posts(sender, actor=ana)
    question, _bea, answer, other = Post.objects.order_by("pk")
    edit_post(question, actor=ana, markdown="We debrief in threes.", version=0)
    remove_post(answer, actor=ana)

    give_back_posts(sender, actor=ana)

    assert [post.author for post in Post.objects.order_by("pk")] == [ana, None, ana, None]
    assert Post.objects.get(pk=other.pk).sender == sender


def test_it_goes_back_for_some_days_and_by_its_person_alone(sender, ana, participant):
    claim_posts(sender, actor=ana)
    with pytest.raises(Refused):
        give_back_posts(sender, actor=participant)

    ImportedSender.objects.filter(pk=sender.pk).update(claimed_at=timezone.now() - timedelta(days=15))
    with pytest.raises(Refused):
        give_back_posts(sender, actor=ana)

    assert not sender.posts.exists()


def test_another_with_the_address_today_does_not_see_what_was_claimed(sender, ana):
    claim_posts(sender, actor=ana)
    EmailAddress.objects.filter(email=ADDRESS).update(user=UserFactory())

    assert not ImportedSender.objects.visible_to(EmailAddress.objects.get(email=ADDRESS).user).exists()
    assert sender.posts.count() == 0


def test_an_export_holds_what_was_claimed(sender, ana):
    claim_posts(sender, actor=ana)

    export = export_person(ana)

    assert [row["name"] for row in export["claims"]] == ["Ana Ruiz"]
    assert len(export["posts"]) == 3


@pytest.mark.parametrize("size", [3, 40])
def test_claiming_takes_as_many_queries_however_many_posts(commons, ana, size, django_assert_max_num_queries):
    bring(commons, *(message(f"m{at}", subject=f"Question {at}", minutes=at) for at in range(size)))
    sender = ImportedSender.objects.select_related("space__community").get()

    with django_assert_max_num_queries(22):
        claim_posts(sender, actor=ana)

    assert Post.objects.filter(author=ana).count() == size


def test_the_page_says_what_it_is_about_and_takes_it_over(sender, ana, client, commons):
    client.force_login(ana)
    page = client.get(PAGE).content.decode()
    assert "Ana Ruiz" in page
    assert "3 posts in Virtual campus, Commons" in page
    assert "Feedback forms" in page
    assert "Bea" not in page

    answer = client.post(reverse("forums:claim", args=[sender.pk]), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "What Ana Ruiz wrote there is yours now." in answer.content.decode()
    assert "Give them back" in answer.content.decode()
    assert Post.objects.filter(author=ana).count() == 3
    back = client.post(reverse("forums:give-back", args=[sender.pk]), follow=True).content.decode()
    assert "is not yours any more" in back
    assert sender.posts.count() == 3


def test_the_page_says_where_it_is_too_late(sender, ana, client, commons):
    Space.objects.filter(pk=commons.pk).update(archived_at=timezone.now())
    client.force_login(ana)

    page = client.get(PAGE).content.decode()

    assert "what stands there stays as it is" in page
    assert "Make them mine" not in page


def test_the_page_asks_as_many_queries_however_many_there_are(commons, ana, client, django_assert_max_num_queries):
    for at in range(8):
        address = f"ana{at}@uni.example"
        EmailAddress.objects.create(user=ana, email=address, verified=True)
        bring(commons, message(f"m{at}", subject=f"Question {at}", sender=f"Ana {at} <{address}>", minutes=at))
    client.force_login(ana)
    client.get(PAGE)

    with django_assert_max_num_queries(14):
        page = client.get(PAGE)

    assert len(page.context["claims"]) == 8


@pytest.mark.parametrize("name", ["forums:claim", "forums:give-back"])
def test_others_find_nothing_to_claim(client, sender, ana, participant, name):
    assert client.post(reverse(name, args=[sender.pk])).status_code == 404
    client.force_login(participant)
    assert client.post(reverse(name, args=[sender.pk])).status_code == 404
    assert client.get(reverse(name, args=[sender.pk])).status_code == 405
