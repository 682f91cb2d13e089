"""Communities: what roles are called, and the members as people."""

from datetime import timedelta

from django.utils import timezone

from tests.access.addresses import of_community
from tests.access.letters import POST_ONLY, same
from tests.access.rows.communities import of_participant

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()

GET = {
    "communities:roles-call": {"site": same(POST_ONLY)},
    "communities:pause": {"site": same(POST_ONLY)},
    "communities:resume": {"site": same(POST_ONLY)},
    "communities:member-term": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:roles-call": {"site": same("44FF")},
    "communities:pause": {"site": same("4433")},
    "communities:resume": {"site": same("4433")},
    "communities:member-term": {"site": same("44F3")},
}

ADDRESS = {
    "communities:roles-call": of_community("communities:roles-call", leader="convener"),
    "communities:pause": of_community("communities:pause", until=SOON),
    "communities:resume": of_community("communities:resume"),
    "communities:member-term": of_participant("communities:member-term", reason="The course is over.", until=SOON),
}
