"""Communities: what roles are called, who leads, and the members as people."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from communities.models import HandOver
from tests.access.addresses import of_community
from tests.access.letters import POST_ONLY, same
from tests.access.rows.communities import of_participant

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()

GET = {
    "communities:roles-call": {"site": same(POST_ONLY)},
    "communities:pause": {"site": same(POST_ONLY)},
    "communities:resume": {"site": same(POST_ONLY)},
    "communities:member-term": {"site": same(POST_ONLY)},
    #                                      AOQPFMLXGS
    "communities:notes": {"site": same("444F222444")},
    "communities:note": {"site": same("444FF2F444")},  # changed by whoever wrote it: the moderator
    "communities:note-delete": {"site": same(POST_ONLY)},
    "communities:levels": {"site": same("444F222444")},
    "communities:hand-over": {"site": same("444FFF2444")},
    "communities:hand-over-accept": {"site": same(POST_ONLY)},
    "communities:hand-over-decline": {"site": same(POST_ONLY)},
    "communities:hand-over-withdraw": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:roles-call": {"site": same("44FF")},
    "communities:pause": {"site": same("4433")},
    "communities:resume": {"site": same("4433")},
    "communities:member-term": {"site": same("44F3")},
    "communities:notes": {"site": same("44F3")},
    "communities:note": {"site": same("44F3")},
    "communities:note-delete": {"site": same("44F3")},
    "communities:levels": {"site": same("5555")},
    "communities:hand-over": {"site": same("44FF")},
    "communities:hand-over-accept": {"site": same("4434")},  # whoever is asked: the participant
    "communities:hand-over-decline": {"site": same("4434")},
    "communities:hand-over-withdraw": {"site": same("44F4")},
}


def of_note(name, /, **data):
    """Of what the moderator has noted of the participant."""

    def address(world, place, subject):
        membership = world.community.memberships.get(person=world.people["participant"])
        note = membership.facilitation_notes.create(
            author=world.people["moderator"], text="Knows simulation.", submission=uuid.uuid4()
        )
        return reverse(name, args=[world.community.slug, membership.pk, note.pk]), data

    return address


def of_hand_over(name, /, **data):
    """Of what the leader asks the participant."""

    def address(world, place, subject):
        of = {each: world.community.memberships.get(person=world.people[each]) for each in ("leader", "participant")}
        asked, _is_new = HandOver.objects.get_or_create(
            leader=of["leader"], successor=of["participant"], afterwards="leaves", state=HandOver.State.OPEN
        )
        return reverse(name, args=[world.community.slug, asked.pk]), data

    return address


ADDRESS = {
    "communities:roles-call": of_community("communities:roles-call", leader="convener"),
    "communities:pause": of_community("communities:pause", until=SOON),
    "communities:resume": of_community("communities:resume"),
    "communities:notes": of_participant("communities:notes", text="Knows simulation.", submission=uuid.UUID(int=6)),
    "communities:note": of_note("communities:note", text="Knows debriefing."),
    "communities:note-delete": of_note("communities:note-delete"),
    "communities:levels": of_community("communities:levels"),
    "communities:hand-over": lambda world, place, subject: (
        reverse("communities:hand-over", args=[world.community.slug]),
        {"to": f"@{world.people['participant'].handle}", "afterwards": "leaves"},
    ),
    "communities:hand-over-accept": of_hand_over("communities:hand-over-accept", answer="With joy."),
    "communities:hand-over-decline": of_hand_over("communities:hand-over-decline", answer="Not now."),
    "communities:hand-over-withdraw": of_hand_over("communities:hand-over-withdraw"),
    "communities:member-term": of_participant("communities:member-term", reason="The course is over.", until=SOON),
}
