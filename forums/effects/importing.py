"""What follows of itself when a mailing list's archive is taken in: discussions, posts, senders. Nobody is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.effects import record
from communities.models import Space
from core.locks import lock
from core.markdown import clean, plain
from forums.effects.posts import EXCERPT_LENGTH, add_post, finish_text
from forums.errors import NothingSaid
from forums.mbox.archive import Damage, Damaged, Entry, Message
from forums.mbox.bodies import Attachment, Body
from forums.mbox.people import Sender
from forums.mbox.prose import escaped
from forums.mbox.threads import Placed, Thread
from forums.models import Discussion, ImportedMessage, ImportedSender, Post

_LISTED = 20  # attachments named in a post
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
    damaged: list[Damaged] = field(default_factory=list)


@transaction.atomic
def import_thread(space: Space, thread: Thread, *, read: Callable[[Entry], Message], keep: bool = True) -> Imported:
    """Make what is new in `thread` into posts: of the discussion that has its other messages, or of a new one.

    `read` gives the whole message, or raises Damaged; it is asked only for messages that are not here
    yet, so a second import of the same archive reads nothing and adds nothing. Answers to a damaged
    message go to what it answered itself. Without `keep` everything is done and then undone.
    Raises Busy when a discussion is locked for long.
    """
    with translation.override(space.community.language):
        imported = _Import(space, thread, read).run()
    if not keep:
        transaction.set_rollback(True)
    return imported


class _Import:
    def __init__(self, space: Space, thread: Thread, read: Callable[[Entry], Message]) -> None:
        self.space, self.thread, self.read = space, thread, read
        self.posts = _known_posts(space, thread)
        self.discussions: dict[int, Discussion] = {}
        self.senders: dict[str, ImportedSender] = {}
        self.added: dict[int, int] = {}  # discussion: posts
        self.done = Imported()

    def run(self) -> Imported:
        taken = []
        for placed in self.thread.messages:
            key = placed.entry.key
            if self.posts.get(key):
                self.done.already += 1
                continue
            # Until it is a post itself, a message stands for what it answers.
            parent = self.posts[key] = self._parent(placed)
            discussion = self._discussion(parent)
            if discussion and not discussion.is_open:
                self.done.locked += 1
            elif post := self._post(placed, discussion, parent):
                self.posts[key] = post
                taken.append(ImportedMessage(space=self.space, key=key.hex(), post=post))
        ImportedMessage.objects.bulk_create(taken)
        self.done.posts = len(taken)
        for pk, posts in self.added.items():
            record("discussion.imported", actor=None, target=self.discussions[pk], data={"posts": posts})
        return self.done

    def _parent(self, placed: Placed) -> Post | None:
        ancestors = [*placed.missing, placed.parent]
        return next((post for key in ancestors if key and (post := self.posts.get(key))), None)

    def _discussion(self, parent: Post | None) -> Discussion | None:
        """Where a message goes: to what it answers, else to the rest of its thread; None when that is not here."""
        post = parent or next(filter(None, self.posts.values()), None)
        if post is None:
            return None
        if post.discussion_id not in self.discussions:
            self.discussions[post.discussion_id] = lock(post.discussion)
            self.done.is_continued = True
        return self.discussions[post.discussion_id]

    def _post(self, placed: Placed, discussion: Discussion | None, parent: Post | None) -> Post | None:
        entry = placed.entry
        try:
            message = self.read(entry)
            markdown, html = finish_text(_with_notes(message.body))
        except Damaged as damaged:
            self.done.damaged.append(damaged)
            return None
        except NothingSaid:
            self.done.damaged.append(Damaged(entry.number, entry.offset, Damage.NO_TEXT))
            return None
        kind = Post.Kind.CONTRIBUTION if discussion else Post.Kind.PROMPT
        discussion = discussion or self._begin(placed.sent_at, markdown, html)
        self.added[discussion.pk] = self.added.get(discussion.pk, 0) + 1
        return add_post(
            discussion,
            markdown=markdown,
            html=html,
            # As everywhere, answers to the question stand on the first level.
            parent=None if parent and parent.kind == Post.Kind.PROMPT else parent,
            kind=kind,
            created_at=placed.sent_at,
            sender=self._sender(message.sender),
        )

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
        self.done.is_new = True
        return discussion

    def _sender(self, sender: Sender) -> ImportedSender:
        known_as = salted_hmac("forums.ImportedSender", sender.address, algorithm="sha256").hexdigest()
        if known_as not in self.senders:
            self.senders[known_as], _is_new = ImportedSender.objects.get_or_create(
                space=self.space, address_hash=known_as, defaults={"name": sender.name}
            )
        return self.senders[known_as]


def _known_posts(space: Space, thread: Thread) -> dict[bytes, Post | None]:
    """The posts that messages of this thread, or what they answer, became in earlier imports."""
    keys = list({key for placed in thread.messages for key in (placed.entry.key, *placed.missing)})
    known: dict[bytes, Post | None] = {}
    for start in range(0, len(keys), _CHUNK):
        rows = ImportedMessage.objects.filter(space=space, key__in=[key.hex() for key in keys[start : start + _CHUNK]])
        known.update((bytes.fromhex(row.key), row.post) for row in rows.select_related("post__discussion"))
    return known


def _with_notes(body: Body) -> str:
    """The text with a line for each attachment, and one when it was too long for a post."""
    notes = [_attachment_note(attachment) for attachment in body.attachments[:_LISTED]]
    more = len(body.attachments) - len(notes)
    if more > 0:
        notes.append(ngettext("%(count)d more attachment", "%(count)d more attachments", more) % {"count": more})
    cut = [_("The rest of this message is left out: it is longer than a post may be.")] if body.is_cut else []
    return "\n\n".join(filter(None, [body.markdown, *cut, "\n".join(notes)]))


def _attachment_note(attachment: Attachment) -> str:
    facts = {
        "name": escaped(attachment.name) or _("without a name"),
        "type": escaped(attachment.type),
        "size": filesizeformat(attachment.size),
    }
    return _("Attachment: %(name)s (%(type)s, %(size)s)") % facts
