"""Keeping in the library what a meeting came to (B5, P31)."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.models import Subject
from communities.queries.subjects import subjects_of
from core.locks import lock_all
from core.permissions import require
from library.actions import add_item
from library.models import Item
from meetings import effects
from meetings.models import Minutes
from meetings.queries.keeping import of_minutes
from meetings.rules import may_keep_minutes
from notifications.effects import notify


@transaction.atomic
def keep_minutes(
    minutes: Minutes, *, actor: User, kind: str, title: str, authors: Sequence[User | str], licence: str
) -> Item:
    """Begin an item with the text of published minutes, as a draft in the space of their meeting.

    Whoever is named as an author is told. Minutes are kept once: asking again returns what there is. Raises
    TextTooLong and CommunityOver.
    """
    rows: list[Any] = [minutes.meeting.community, minutes.meeting, actor]
    lock_all(rows)  # in the order that `add_item` would break, which asks for the community last
    meeting = effects.lock_meeting(minutes.meeting)
    minutes.refresh_from_db()
    minutes.meeting = meeting
    require(may_keep_minutes(actor, minutes), _("Whoever runs a meeting keeps its minutes once they are published."))
    if minutes.item is not None:
        return minutes.item
    minutes.item = add_item(
        meeting.space,
        actor=actor,
        submission=uuid4(),
        kind=kind,
        title=title,
        markdown=of_minutes(minutes).markdown,
        url=meeting.recording,
        authors=authors,
        licence=licence,
        language=meeting.community.language,
        subjects=list(subjects_of(meeting.community))[: Subject.MOST],
    )
    minutes.save(update_fields=["item"])
    named = [author.pk for author in authors if isinstance(author, User) and author.pk != actor.pk]
    notify(record("minutes.kept", actor=actor, target=minutes), named)
    return minutes.item
