"""What follows of itself when a mailing list's archive is taken in: discussions, posts, senders. Nobody is told."""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from activity.effects import record
from communities.effects.life import hold_open
from communities.models import Space
from core.errors import Busy, DomainError
from core.locks import lock, lock_all
from core.markdown import clean, plain
from forums.effects.claims import hand_over
from forums.effects.notes import with_notes
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.errors import NothingSaid
from forums.mbox.archive import Damage, Damaged, Entry, Message
from forums.mbox.people import Sender
from forums.mbox.threads import Placed, Thread
from forums.models import Discussion, ImportedMessage, ImportedSender, Post
from forums.models.imports import address_key
from forums.models.post import place_under

BATCH = 200  # messages of one transaction
_TRIES = 10  # each waits for as long as a lock is waited for
_LONGEST_TITLE = 200
_CHUNK = 5_000


@dataclass
class Imported:
    """What came of one thread."""

    posts: int = 0
    is_new: bool = False  # a discussion was begun for it
    is_continued: bool = False  # posts went into a discussion that was there
    already: int = 0  # messages that an earlier import took in
    locked: int = 0  # messages left out because their discussion is not open
    attachments: int = 0  # files that were named and left behind
    people: set[str] = field(default_factory=set)  # whose posts came, by the keys of their addresses
    first_at: datetime | None = None  # of what came
    last_at: datetime | None = None
    damaged: list[Damaged] = field(default_factory=list)
    refused: str = ""  # why the last ones did not come, where they were refused
    left_out: int = 0  # how many messages those are

    def add_post(self, placed: Placed, message: Message) -> None:
        self.posts += 1
        self.attachments += len(message.body.attachments)
        self.people.add(address_key(message.sender.address))
        self.first_at = min(placed.sent_at, self.first_at or placed.sent_at)
        self.last_at = max(placed.sent_at, self.last_at or placed.sent_at)


class _Coming(NamedTuple):
    key: str
    post: Post
    sender: Sender


class Known(NamedTuple):
    """What has to be known of a post to put an answer under it."""

    pk: int
    path: str
    kind: str
    discussion: int


def import_thread(space: Space, thread: Thread, *, read: Callable[[Entry], Message], keep: bool = True) -> Imported:
    """Make what is new in `thread` into posts: of the discussion that has its other messages, or of a new one.

    `read` gives the whole message, or raises Damaged; it is asked only for messages that are not here
    yet, so a second import of the same archive reads nothing and adds nothing. Answers to a damaged
    message go to what it answered itself. What somebody here has claimed to have sent becomes theirs.
    BATCH messages come in, or none, so that nobody waits for long threads; begun again, it goes on where it was.
    Without `keep` everything is done and then undone. When the space or a discussion is locked for half a minute, or
    the community has come to its end, what came before stays, and `refused` says why the rest did not come.
    """
    importing = _Import(space, thread, read)
    with translation.override(space.community.language):
        if keep:
            importing.run()
        else:
            with transaction.atomic():
                importing.run()
                transaction.set_rollback(True)
    return importing.done


class _Import:
    def __init__(self, space: Space, thread: Thread, read: Callable[[Entry], Message]) -> None:
        self.space, self.thread, self.read = space, thread, read
        self.begun: set[int] = set()
        self.added: Counter[int] = Counter()  # discussion: posts
        self.done = Imported()

    def run(self) -> None:
        messages = self.thread.messages
        for start in range(0, len(messages), BATCH):
            if refusal := self._refusal_of(messages[start : start + BATCH]):
                self.done.refused, self.done.left_out = str(refusal), len(messages) - start
                break
        for discussion in Discussion.objects.filter(pk__in=self.added).select_related("space").order_by("pk"):
            posts = self.added[discussion.pk]
            record("discussion.imported", actor=None, target=discussion, data={"posts": posts})

    def _refusal_of(self, messages: list[Placed]) -> DomainError | None:
        """Take one batch in; returns why it did not come, where it did not."""
        for tries_left in reversed(range(_TRIES)):
            before = deepcopy((self.begun, self.added, self.done))
            try:
                self._take(messages)
            except DomainError as refusal:
                self.begun, self.added, self.done = before
                if not isinstance(refusal, Busy) or not tries_left:
                    return refusal
            else:
                break
        return None

    @transaction.atomic
    def _take(self, messages: list[Placed]) -> None:
        # Nobody else brings the same messages in meanwhile, or claims what they come from.
        self.space = lock(self.space)
        hold_open(self.space.community)
        self._lock_known()
        self.coming: list[_Coming] = []
        pks = _free_keys(len(messages))
        for placed in messages:
            key = placed.entry.key
            if self.posts.get(key):
                self.done.already += 1
                continue
            # Until it is a post itself, a message stands for what it answers.
            parent = self.posts[key] = self._parent(placed)
            discussion = self._discussion(parent)
            if discussion and not discussion.is_open:
                self.done.locked += 1
            elif text := self._text(placed):
                post = self._post(next(pks), placed, text, discussion, parent)
                self.posts[key] = Known(post.pk, post.path, post.kind, post.discussion_id)
        self._keep()

    def _lock_known(self) -> None:
        """Lock all discussions in which posts of the thread stand at once, since others lock several in the same order.

        Raises Busy when one of these posts went elsewhere meanwhile.
        """
        self.posts: dict[bytes, Known | None] = {}  # of the batch before, which is not held beside what is read now
        holding = {post.discussion for post in _known_posts(self.space, self.thread).values() if post}
        held = lock_all(Discussion(pk=pk) for pk in holding)
        self.discussions: dict[int, Discussion] = {discussion.pk: discussion for discussion in held}
        self.posts = _known_posts(self.space, self.thread) if held else {}
        if any(post and post.discussion not in self.discussions for post in self.posts.values()):
            raise Busy(_("Somebody is moving posts right now. Please try again in a moment."))

    def _parent(self, placed: Placed) -> Known | None:
        ancestors = [*placed.missing, placed.parent]
        return next((post for key in ancestors if key and (post := self.posts.get(key))), None)

    def _discussion(self, parent: Known | None) -> Discussion | None:
        """Where a message goes: to what it answers, else to the rest of its thread; None when that is not here."""
        post = parent or next(filter(None, self.posts.values()), None)
        return post and self._there(post.discussion)

    def _there(self, pk: int) -> Discussion:
        self.done.is_continued = self.done.is_continued or pk not in self.begun
        return self.discussions[pk]

    def _text(self, placed: Placed) -> tuple[Sender, str, str] | None:
        """Who says it, as Markdown and as HTML; None when there is nothing to read."""
        entry = placed.entry
        try:
            message = self.read(entry)
            markdown, html = finish_text(with_notes(message.body))
        except Damaged as damaged:
            self.done.damaged.append(damaged)
            return None
        except NothingSaid:
            self.done.damaged.append(Damaged(entry.number, entry.offset, Damage.NO_TEXT))
            return None
        self.done.add_post(placed, message)
        return message.sender, markdown, html

    def _post(
        self,
        pk: int,
        placed: Placed,
        text: tuple[Sender, str, str],
        discussion: Discussion | None,
        parent: Known | None,
    ) -> Post:
        sender, markdown, html = text
        kind = Post.Kind.CONTRIBUTION if discussion else Post.Kind.PROMPT
        discussion = discussion or self._begin(placed.sent_at, markdown, html)
        self.added[discussion.pk] += 1
        discussion.last_number += 1
        discussion.last_post_at = max(placed.sent_at, discussion.last_post_at or placed.sent_at)
        # As everywhere, answers to the question stand on the first level.
        above = parent if parent and parent.kind != Post.Kind.PROMPT else None
        path, depth = place_under(above.path if above else None, discussion.last_number)
        post = Post(
            pk=pk,
            discussion=discussion,
            parent_id=above.pk if above else None,
            number=discussion.last_number,
            path=path,
            depth=depth,
            kind=kind,
            markdown=markdown,
            html=html,
            created_at=placed.sent_at,
        )
        self.coming.append(_Coming(placed.entry.key.hex(), post, sender))
        return post

    def _keep(self) -> None:
        """Write what is coming: so many statements, however many messages."""
        if not self.coming:
            return
        senders = _senders(self.space, [each.sender for each in self.coming])
        for each in self.coming:
            each.post.sender = senders[address_key(each.sender.address)]
        for discussion in self.discussions.values():
            _count(discussion, [each.post for each in self.coming if each.post.discussion_id == discussion.pk])
        Post.objects.bulk_create(each.post for each in self.coming)
        ImportedMessage.objects.bulk_create(
            ImportedMessage(space=self.space, key=each.key, post=each.post, sender=each.post.sender)
            for each in self.coming
        )
        for sender in senders.values():
            if sender.claimed_by_id is not None:
                hand_over(sender)

    def _begin(self, at: datetime, markdown: str, html: str) -> Discussion:
        """An open discussion whose question is the first message."""
        title = clean(self.thread.title) or plain(html, _LONGEST_TITLE // 2) or _("Without a subject")
        discussion = Discussion.objects.create(
            space=self.space,
            title=Truncator(title).chars(_LONGEST_TITLE, truncate="…"),
            question=markdown,
            excerpt=plain(html, EXCERPT_LENGTH),
            state=Discussion.State.OPEN,
            created_at=at,
            opened_at=at,
        )
        self.discussions[discussion.pk] = discussion
        self.begun.add(discussion.pk)
        self.done.is_new = True
        return discussion


def _free_keys(count: int) -> Iterator[int]:
    """Keys for posts that are not written yet, so that one may answer another of the same statement."""
    with connection.cursor() as cursor:
        table, column = Post._meta.db_table, Post._meta.pk.column
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
        )
        return iter([pk for (pk,) in cursor.fetchall()])


def _senders(space: Space, found: list[Sender]) -> dict[str, ImportedSender]:
    """{key of an address: who sent from it}, the new ones too, each under the name that they first signed with."""
    names = {address_key(sender.address): sender.name for sender in reversed(found)}
    known = {row.address_hash: row for row in ImportedSender.objects.filter(space=space, address_hash__in=names)}
    new = [ImportedSender(space=space, address_hash=key, name=names[key]) for key in names if key not in known]
    return known | {row.address_hash: row for row in ImportedSender.objects.bulk_create(new)}


def _count(discussion: Discussion, posts: list[Post]) -> None:
    """What a discussion says of its posts, once `posts` have come that are not written yet."""
    if not posts:
        return
    senders = {post.sender_id for post in posts}
    here = Post.objects.standing().filter(discussion=discussion, sender__in=senders).order_by()
    discussion.post_count += len(posts)
    discussion.people_count += len(senders - set(here.values_list("sender", flat=True).distinct()))
    discussion.version += 1
    discussion.save(update_fields=["last_number", "last_post_at", "post_count", "people_count", "version"])


def _known_posts(space: Space, thread: Thread) -> dict[bytes, Known | None]:
    """The posts that messages of this thread, or what they answer, became in earlier imports and batches."""
    keys = list({key for placed in thread.messages for key in (placed.entry.key, *placed.missing)})
    known: dict[bytes, Known | None] = {}
    for start in range(0, len(keys), _CHUNK):
        rows = ImportedMessage.objects.filter(space=space, key__in=[key.hex() for key in keys[start : start + _CHUNK]])
        found = rows.values_list("key", "post", "post__path", "post__kind", "post__discussion")
        known.update((bytes.fromhex(key), Known(pk, path, kind, at)) for key, pk, path, kind, at in found)
    return known
