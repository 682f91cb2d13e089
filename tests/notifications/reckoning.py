"""What a digest owes to each reader, reckoned in plain Python from the rows alone, by what docs and pages promise."""

from collections import defaultdict

from django.utils import timezone

from accounts.models import Block, User
from activity.models import Entry
from communities.models import Community, Membership, Space, SpaceGrant
from forums.models import Closing, Discussion, Post, ReadingPosition
from notifications.models import Delivery, Notification, Volume

QUIET = {"mute", "mentions"}
# {kind: (how people are told unless they chose otherwise, the volumes at which they are not)}
KINDS = {
    "mentioned": ("mail", {"mute"}),
    "answered": ("mail", QUIET),
    "closed": ("mail", QUIET),
    "opened": ("digest", QUIET),
    "posts": ("digest", QUIET),
    "standing": ("mail", set()),
    "decide": ("digest", set()),
}
OF_VERB = {
    "post.mentioned": "mentioned",
    "post.replied": "answered",
    "post.added": "posts",
    "post.removed": "standing",
    "discussion.opened": "opened",
    "discussion.moved": "posts",
    "discussion.closed": "closed",
    "closing.drafted": "decide",
}
NEWS = {"post.replied": "posts", "post.added": "posts", "discussion.opened": "opened", "discussion.closed": "closed"}
COUNTED = {"post.replied", "post.added"}
PERSONAL = {"post.mentioned", "post.replied", "post.added"}


class Rows:
    """All that bears on it, read once."""

    def __init__(self):
        self.now = timezone.now()
        self.entries = {row["id"]: row for row in Entry.objects.values()}
        self.posts = {
            row["id"]: row for row in Post.objects.values("id", "discussion_id", "number", "author_id", "deleted_at")
        }
        self.talks = dict(Discussion.objects.exclude(state="planned").values_list("id", "space_id"))
        self.closings = dict(Closing.objects.exclude(published_at=None).values_list("id", "discussion_id"))
        visible = dict(Community.objects.values_list("id", "visibility"))
        self.spaces = {
            pk: (community, access, visible[community])
            for pk, community, access in Space.objects.values_list("id", "community_id", "access")
        }
        self.told = self._by_person(Notification, "recipient_id", "entry_id", "kind", "read_at")
        self.levels = self._by_person(Volume, "person_id", "scope_kind", "scope_id", "level")
        self.ways = self._by_person(Delivery, "person_id", "kind", "by")
        self.blocked = self._by_person(Block, "person_id", "blocked_id")
        self.read = self._by_person(ReadingPosition, "person_id", "discussion_id", "last_read")
        self.grants = self._by_person(SpaceGrant, "user_id", "content_object_id", "until")
        self.memberships = self._by_person(
            Membership, "person_id", "community_id", "role", "state", "until", "paused_until"
        )
        verified = User.objects.filter(emailaddress__verified=True, is_active=True, erased_at=None)
        self.reachable = set(verified.values_list("id", flat=True))

    def _by_person(self, model, person, *columns):
        rows = defaultdict(list)
        for pk, *rest in model._default_manager.values_list(person, *columns):
            rows[pk].append(rest)
        return rows


class Reader:
    """One person, as the rows tell of them."""

    def __init__(self, person, rows):
        self.pk, self.rows = person, rows
        live = [row for row in rows.memberships[person] if row[2] == "active" and not self._is_over(row[3])]
        self.roles = {community: role for community, role, *_rest in live}
        self.resting = {row[0] for row in live if row[4] and row[4] > rows.now}
        self.rooms = {space for space, until in rows.grants[person] if not self._is_over(until)}
        self.levels = {(kind, pk): level for kind, pk, level in rows.levels[person]}
        self.ways = dict(rows.ways[person])
        self.blocked = {pk for (pk,) in rows.blocked[person]}
        self.read = dict(rows.read[person])

    def _is_over(self, until):
        return until is not None and until <= self.rows.now

    def belongs(self, space):
        community, access, _visibility = self.rows.spaces[space]
        if access == "private":
            return space in self.rooms
        role = self.roles.get(community, 0)
        return space in self.rooms or role >= (20 if access == "team" else 10)

    def sees(self, space):
        _community, access, visibility = self.rows.spaces[space]
        return (access == "open" and visibility == "public") or self.belongs(space)

    def wants(self, kind):
        return self.ways.get(kind, KINDS[kind][0])

    def level(self, talk, entry):
        scopes = (
            ("forums.discussion", talk),
            ("communities.space", entry["space_id"]),
            ("communities.community", entry["community_id"]),
        )
        return next((self.levels[scope] for scope in scopes if scope in self.levels), "normal")

    def talk_of(self, entry):
        """The discussion of what an entry is about, as far as it is there for them and they have not read it."""
        thing, rows = entry["object_id"], self.rows
        if entry["kind"] == "forums.post":
            post = rows.posts[thing]
            talk = post["discussion_id"]
            is_new = post["author_id"] == self.pk or post["number"] > self.read.get(talk, 0)
            is_there = post["deleted_at"] is None and is_new
        else:
            talk = rows.closings.get(thing) if entry["kind"] == "forums.closing" else thing
            is_there = talk in rows.talks
        return talk if is_there and self.sees(rows.talks[talk]) else None


def owed(person, after, up_to, rows):
    """{discussion: (ids of the entries that are said, ids of those that are counted)} of what lies between the two."""
    reader = Reader(person, rows)
    found = defaultdict(lambda: (set(), set()))
    told = {pk: (kind, read_at) for pk, kind, read_at in rows.told[person] if after < pk <= up_to}
    for pk, entry in rows.entries.items():
        if not after < pk <= up_to or (entry["actor_id"] in reader.blocked and entry["verb"] in PERSONAL):
            continue
        kind = _why_told(reader, entry, *told[pk]) if pk in told else _why_news(reader, entry)
        talk = reader.talk_of(entry) if kind else None
        quiet = KINDS[kind][1] if kind and pk in told else QUIET
        if talk is not None and reader.level(talk, entry) not in quiet:
            is_counted = entry["verb"] in COUNTED and kind == "posts"
            found[talk][is_counted].add(pk)
    return dict(found)


def _why_told(reader, entry, kind, read_at):
    kind = kind or OF_VERB[entry["verb"]]
    if kind != "standing" and entry["community_id"] in reader.resting:
        return None
    return kind if read_at is None and reader.wants(kind) == "digest" else None


def _why_news(reader, entry):
    """Whoever was not told hears of it where they belong, unless they want to hear of its kind in Copse alone."""
    kind = NEWS.get(entry["verb"])
    if kind is None or entry["actor_id"] == reader.pk or entry["community_id"] in reader.resting:
        return None
    return kind if reader.belongs(entry["space_id"]) and reader.wants(kind) not in ("here", "off") else None
