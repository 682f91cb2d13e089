"""Whatever people do about their seats, in whatever order: nobody jumps the queue, and no seat is left over."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.actions import join_community, leave_community
from communities.models import Role
from core import waitlist
from core.errors import DomainError
from meetings import actions
from meetings.effects import lapse_due
from meetings.models import Meeting, Seat
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory
from tests.meetings.seats import run_out, taken

pytestmark = pytest.mark.django_db

PEOPLE = 4
OWN = {
    "book": actions.book_seat,
    "maybe": actions.say_maybe,
    "decline": actions.decline_seat,
    "give back": actions.give_seat_back,
    "take": actions.take_offer,
}
DEEDS = (*["book"] * 5, *OWN, "leave", "join", "put", "host", "take off", "lapse", "capacity", "offers")
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, PEOPLE - 1), st.sampled_from((1, 2, 3, None))),
    min_size=8,
    max_size=20,
)


def do(deed, meeting, host, person, number):
    if deed in OWN:
        OWN[deed](meeting, actor=person)
    elif deed == "leave":
        leave_community(meeting.community, actor=person)
    elif deed == "join":
        join_community(meeting.community, actor=person)
    elif deed == "put":
        actions.put_on_list(meeting, actor=host, person=person)
    elif deed == "host":
        actions.name_host(meeting, actor=host, person=person)
    elif deed == "take off":
        for seat in meeting.seats.filter(person=person):
            actions.take_off_list(seat, actor=host)
    elif deed == "lapse":
        run_out(meeting)
        lapse_due()
    else:
        said = {"capacity": number} if deed == "capacity" else {"offer_hours": number}
        actions.change_meeting(meeting, actor=host, version=meeting.version, **said)


def standing(meeting):
    """({person: (state, role)}, who waits in their order)"""
    rows = {pk: what for pk, *what in Seat.objects.values_list("person", "state", "role")}
    return rows, [seat.person_id for seat in waitlist.queue_of(meeting)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, capacity=st.sampled_from((1, 2, None)))
def test_nobody_jumps_the_queue_and_no_seat_stays_empty_beside_it(steps, capacity):
    with transaction.atomic():
        community = CommunityFactory(is_led=True)
        host = MembershipFactory(community=community, role=Role.FACILITATOR).person
        people = [MembershipFactory(community=community).person for _each in range(PEOPLE)]
        planned = MeetingFactory(space=community.spaces.get(slug="members"), capacity=capacity, planned_by=host)
        for deed, who, number in steps:
            meeting = Meeting.objects.select_related("space__community").get(pk=planned.pk)
            before, queue = standing(meeting)
            try:
                with transaction.atomic():
                    do(deed, meeting, host, people[who], number)
            except (DomainError, PermissionDenied):
                assert standing(meeting) == (before, queue), (deed, "was refused and changed something")
            meeting.refresh_from_db()
            after, waiting = standing(meeting)

            assert meeting.capacity is None or taken(meeting) <= meeting.capacity
            assert meeting.is_full or not waiting, (deed, "somebody waits beside a free seat")
            still = [person for person in queue if person in waiting]
            assert waiting[: len(still)] == still, (deed, "somebody came in before those who wait")
            let_in = [person for person in queue if after[person][0] in {"booked", "offered"} and person not in waiting]
            let_in = [person for person in let_in if after[person][1] == "attendee"]
            passed = queue[: queue.index(let_in[-1])] if let_in else []
            assert not set(passed) & set(still), (deed, "somebody was passed over")
            assert all(seat == "attendee" or state != "waiting" for state, seat in after.values())
        transaction.set_rollback(True)
