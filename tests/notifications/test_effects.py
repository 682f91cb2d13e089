import pytest
from django.template import TemplateDoesNotExist

from accounts.effects import erase_person
from accounts.models import User
from activity.effects import record
from notifications.effects import forget_told, mark_read, notify, set_delivery, set_volume
from notifications.hearing import listeners
from notifications.models import Notification, OutboxMessage, Volume
from tests.factories import UserFactory


def told():
    return set(Notification.objects.values_list("recipient", flat=True))


def mailed():
    return set(OutboxMessage.objects.values_list("recipient", flat=True))


def set_level(person, thing, level):
    set_volume(person, scope_kind=thing._meta.label_lower, scope_id=thing.pk, level=level)


def test_notify_tells_everyone_but_the_actor_once(tell, moderator, members):
    entry = tell(*members, moderator, members[0])

    notify(entry, members)

    assert Notification.objects.count() == OutboxMessage.objects.count() == 3
    assert told() == mailed() == {person.pk for person in members}


def test_whoever_was_told_is_mailed_no_second_time(tell, discussion, participant):
    entry = tell(participant)
    OutboxMessage.objects.all().delete()

    notify(entry, [participant])

    assert mailed() == set()


def test_notify_tells_in_app_alone_unless_mail_is_asked_for(tell, participant):
    tell(participant, mail=False)

    assert told() == {participant.pk}
    assert mailed() == set()


def test_notify_takes_ids_and_querysets_of_ids_with_gaps(discussion, moderator, members):
    first, second, _third = members
    entry = record("discussion.told", actor=moderator, target=discussion)
    ids = User.objects.filter(pk=first.pk).values_list("pk", flat=True)

    notify(entry, ids.union(User.objects.filter(pk=second.pk).values_list("pk", flat=True)))
    notify(entry, [None, second.pk])

    assert told() == {first.pk, second.pk}


def test_notify_leaves_out_the_erased_and_the_inactive(tell, members):
    here, gone, erased = members
    gone.is_active = False
    gone.save()
    erase_person(erased)

    tell(here, gone, erased)

    assert told() == mailed() == {here.pk}


def test_notify_refuses_what_nobody_could_read(commons, moderator, outsider):
    entry = record("space.painted", actor=moderator, target=commons)

    with pytest.raises(LookupError):
        notify(entry, [outsider])


def test_notify_refuses_what_has_no_words(discussion, moderator, outsider):
    entry = record("discussion.hummed", actor=moderator, target=discussion)

    with pytest.raises(TemplateDoesNotExist):
        notify(entry, [outsider])
    assert told() == set()


@pytest.mark.parametrize(
    ("of_discussion", "of_community", "hears"),
    [
        ("", "", True),
        ("mute", "", False),
        ("mentions", "", False),
        ("normal", "", True),
        ("all", "", True),
        ("", "mute", False),
        ("", "all", True),
        ("all", "mute", True),
        ("normal", "mute", True),
        ("mute", "all", False),
    ],
)
def test_the_volume_nearest_to_the_thing_decides(
    tell, participant, discussion, community, of_discussion, of_community, hears
):
    set_level(participant, discussion, of_discussion)
    set_level(participant, community, of_community)

    tell(participant)

    assert told() == mailed() == ({participant.pk} if hears else set())


def test_what_is_addressed_personally_is_heard_whatever_the_volume(tell, participant, discussion, community):
    set_level(participant, discussion, "mute")
    set_level(participant, community, "mute")

    tell(participant, scope=False)

    assert told() == {participant.pk}


def test_the_volume_of_one_person_or_scope_is_nobody_elses(tell, members, discussion, community):
    set_volume(members[0], scope_kind="forums.discussion", scope_id=discussion.pk + 1, level="mute")
    set_level(members[1], discussion, "mute")
    set_volume(members[2], scope_kind="communities.community", scope_id=community.pk + 1, level="mute")

    tell(*members)

    assert told() == {members[0].pk, members[2].pk}


def test_listeners_are_those_who_want_everything(discussion, members):
    for person, level in zip(members, ["all", "normal", "mute"], strict=True):
        set_level(person, discussion, level)

    assert list(listeners("forums.discussion", discussion.pk)) == [members[0].pk]


def test_an_empty_volume_forgets_the_wish(discussion, participant):
    set_level(participant, discussion, "mute")
    set_level(participant, discussion, "")

    assert not Volume.objects.exists()


def test_mark_read_reads_what_is_about_the_thing_and_keeps_the_first_moment(tell, discussion, participant):
    tell(participant)
    mark_read(participant, {"forums.discussion": [discussion.pk]})
    read_at = Notification.objects.get().read_at

    mark_read(participant, {"forums.discussion": [discussion.pk]})

    assert read_at is not None
    assert Notification.objects.get().read_at == read_at


def test_what_would_say_too_much_of_whoever_was_told_is_forgotten(tell, discussion, moderator, participant):
    first, other = tell(participant), record("discussion.opened", actor=moderator, target=discussion)
    notify(other, [participant], kind="answered")

    forget_told(discussion, first.verb)

    assert list(Notification.objects.values_list("entry", flat=True)) == [other.pk]
    assert list(OutboxMessage.objects.values_list("entry", flat=True)) == [other.pk]


def test_notify_streams_its_recipients(tell, discussion, moderator, django_assert_max_num_queries):
    """2,500 people in three rounds: one query for who hears, one insert for each table."""
    User.objects.bulk_create(
        User(email=f"many{n}@copse.example", display_name=f"Many {n}", handle=f"many-{n}", password="!")
        for n in range(2500)
    )
    entry = record("discussion.told", actor=moderator, target=discussion)
    ids = User.objects.filter(handle__startswith="many-").values_list("pk", flat=True)

    with django_assert_max_num_queries(40):
        notify(entry, ids, scope=("forums.discussion", discussion.pk))

    assert len(mailed()) == 2500


def test_a_wake_up_follows_the_commit(tell, participant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(participant)
        tell(participant, mail=False)

    assert len(callbacks) == 1


def test_an_erased_person_is_forgotten(tell, participant, discussion):
    tell(participant)
    set_level(participant, discussion, "all")

    erase_person(participant)

    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not Volume.objects.exists()


def test_whoever_is_unknown_is_left_out(tell):
    tell(UserFactory().pk + 100)

    assert told() == set()


def test_who_wants_a_kind_not_at_all_is_told_nowhere(tell, participant, facilitator):
    set_delivery(participant, "answered", "off")

    tell(participant, facilitator)

    assert told() == mailed() == {facilitator.pk}
