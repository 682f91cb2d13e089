"""Communities: what roles are called, and the members as people."""

from tests.access.addresses import of_community
from tests.access.letters import POST_ONLY, same

GET = {
    "communities:roles-call": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:roles-call": {"site": same("44FF")},
}

ADDRESS = {
    "communities:roles-call": of_community("communities:roles-call", leader="convener"),
}
