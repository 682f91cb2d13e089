"""How something comes into a library, and is put right."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import ExpectedResult, Role, Space, Subject
from communities.rules import role_in
from core.permissions import require
from library import effects
from library.errors import ItemStale, NotBefore, NotOurs
from library.models import File, Item, ItemAuthor, ItemFile
from library.queries.wholeness import require_whole
from library.rules import may_contribute, may_discard, may_edit, may_publish
from notifications.effects import notify

_TAKES_PART = _("Whoever takes part in this space adds to its library.")
_THEIRS = _("Whoever contributed it, and those who keep the library, change it.")

State = Item.State
Author = User | str


@transaction.atomic
def add_item(
    space: Space,
    *,
    actor: User,
    submission: UUID,
    authors: Sequence[Author] = (),
    subjects: Collection[Subject] = (),
    file: File | None = None,
    **said: Any,
) -> Item:
    """Begin an item as a draft, with a file that `actor` sent. The same `submission` of one person is one item.

    `said` are the fields kind, title, markdown, url, transcript, licence, language and result; nobody named is an
    author, `actor` is. Raises TextTooLong, NotOurs, FileGone and TooMuchAtOnce.
    """
    community, actor = lock_both(space.community, actor)
    space.refresh_from_db()
    space.community = community
    require(may_contribute(actor, space), _TAKES_PART)
    _require_ours(said.get("result"), space)
    _require_measure(actor, space, submission)
    fields = effects.finished(said) | {"space": space}
    item, is_new = Item.objects.get_or_create(contributed_by=actor, submission=submission, defaults=fields)
    if is_new:
        _write_authors(item, authors or [actor])
        item.subjects.set(subjects)
        if file is not None:
            ItemFile.objects.create(item=item, file=effects.claim(file, by=actor), number=1, by=actor)
        record("item.drafted", actor=actor, target=item)
    return item


@transaction.atomic
def change_item(
    item: Item, *, actor: User, version: int, authors: Sequence[Author], subjects: Collection[Subject], **said: Any
) -> Item:
    """Change any of the fields of `add_item`. What is published stays whole, or NotYetWhole is raised.

    Raises ItemStale when somebody else saved since `version` was read, TextTooLong and NotOurs.
    """
    item = effects.lock_item(item)
    require(may_edit(actor, item), _THEIRS)
    _require_ours(said.get("result"), item.space)
    if item.version != version:
        raise ItemStale(_("This was changed meanwhile. What you wrote is still here; both are shown."))
    for field, value in effects.finished(said).items():
        setattr(item, field, value)
    if not item.is_draft:
        require_whole(item)
        item.changed_at = timezone.now()
    item.version += 1
    item.save()
    item.authors.all().delete()
    _write_authors(item, authors or [item.contributed_by])
    item.subjects.set(subjects)
    record("item.changed", actor=actor, target=item)
    return item


@transaction.atomic
def publish_item(item: Item, *, actor: User) -> bool:
    """Show it to whoever reads its space, and tell those who belong there. Again changes nothing.

    Returns whether it was a draft. Raises NotYetWhole.
    """
    item = effects.lock_item(item)
    require(may_publish(actor, item), _("Whoever contributed it says when others see it."))
    if not item.is_draft:
        return False
    require_whole(item)
    draft = Item.objects.filter(pk=item.pk, state=State.DRAFT)
    draft.update(state=State.PUBLISHED, published_at=timezone.now(), version=F("version") + 1)
    item.refresh_from_db(fields=["state", "published_at", "version"])
    entry = record("item.published", actor=actor, target=item)
    members = item.space.people_holding(Role.GUEST).values_list("pk", flat=True)
    notify(entry, members, scope=("communities.community", item.community_id))
    return True


@transaction.atomic
def discard_item(item: Item, *, actor: User) -> None:
    """Throw a draft away, its files as well. Raises NotBefore once it was published."""
    item = effects.lock_item(item)
    require(may_discard(actor, item), _("Whoever began a draft throws it away."))
    if not item.is_draft:
        raise NotBefore(_("It has been published. You can take it down, and put it back later."))
    record("item.discarded", actor=actor, target=item)
    files = [version.file for version in item.files.select_related("file")]
    item.delete()
    effects.drop(files)


def _write_authors(item: Item, authors: Sequence[Author]) -> None:
    ItemAuthor.objects.bulk_create(
        ItemAuthor(item=item, position=place, name=author)
        if isinstance(author, str)
        else ItemAuthor(item=item, position=place, person=author)
        for place, author in enumerate(authors, 1)
    )


def _require_ours(result: ExpectedResult | None, space: Space) -> None:
    if result is not None and result.community_id != space.community_id:
        raise NotOurs(_("An item brings a result of its own community nearer."))


def _require_measure(actor: User, space: Space, submission: UUID) -> None:
    """Raise TooMuchAtOnce where somebody whose account is new, and who is none of the team, has added much in a day."""
    if limits.is_new(actor) and (role_in(actor, space) or Role.GUEST) < Role.FACILITATOR:
        added = Item.objects.filter(contributed_by=actor).exclude(submission=submission).order_by("-pk")
        limits.require_within(limits.ITEMS, added.values_list("created_at", flat=True))
