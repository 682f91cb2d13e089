"""Communities: what roles are called, and the members as people."""

from datetime import timedelta

from django.utils import timezone

from tests.access.addresses import of_community
from tests.access.letters import POST_ONLY, same

GET = {
    "communities:roles-call": {"site": same(POST_ONLY)},
    "communities:pause": {"site": same(POST_ONLY)},
    "communities:resume": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:roles-call": {"site": same("44FF")},
    "communities:pause": {"site": same("4433")},
    "communities:resume": {"site": same("4433")},
}

ADDRESS = {
    "communities:roles-call": of_community("communities:roles-call", leader="convener"),
    "communities:pause": of_community(
        "communities:pause", until=(timezone.localdate() + timedelta(days=9)).isoformat()
    ),
    "communities:resume": of_community("communities:resume"),
}
