"""What somebody types is kept until they send it or throw it away; nobody else learns of it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Space
from core.permissions import require
from forums.effects.holding import hold_unmerged
from forums.effects.unsent import drop_beyond
from forums.errors import NewerElsewhere
from forums.models import Discussion, Post, Unsent
from forums.models.unsent import Known
from forums.queries.unsent import is_sent
from forums.rules import may_edit, may_plan, may_post, may_run

Place = Space | Discussion | Post
_WHO = _("What you type is kept where you may write.")


def keep_unsent(
    place: Place,
    *,
    kind: str,
    actor: User,
    said: Mapping[str, str],
    known: Known | None,
    based_on: int = 0,
    submission: UUID | None = None,
) -> Known | None:
    """Keep {name of a field: text} in the place of what is `known` of it, None for a beginning.

    Returns how it is known from now on; None where nothing is kept, because nothing was typed or the form with
    `submission` was sent meanwhile. `based_on` is of an edit: the version of the post from which it began.
    Raises NewerElsewhere when something else has been kept there since, which stays, and MergedMeanwhile.
    """
    require(_may_write(actor, kind, place), _WHO)
    kept = Unsent.objects.of_place(actor, kind, place)
    mine = kept.filter(pk=known.pk, version=known.version) if known else kept.none()
    if not said or (isinstance(place, Post) and kind == Unsent.Kind.EDIT and said.get("text") == place.markdown):
        mine.delete()
        return None
    if known and mine.update(said=said, version=known.version + 1, changed_at=timezone.now()):
        return Known(known.pk, known.version + 1)
    if is_sent(actor, place, said, submission):
        return None
    return _begin(actor, kind, place, said, based_on).known


def _may_write(actor: User, kind: str, place: Place) -> bool:
    if isinstance(place, Space):
        return may_plan(actor, place)
    if kind == Unsent.Kind.EDIT and isinstance(place, Post):
        return may_edit(actor, place)
    if kind in Unsent.STEERING and isinstance(place, Discussion):
        return may_run(actor, place)
    return may_post(actor, place.discussion if isinstance(place, Post) else place)


@transaction.atomic
def _begin(actor: User, kind: str, place: Place, said: Mapping[str, str], based_on: int) -> Unsent:
    if isinstance(place, Discussion):
        hold_unmerged(place)  # where nothing stands any more its writer would not find it
    begun = {"said": said, "based_on": based_on}
    kept, is_new = Unsent.objects.get_or_create(person=actor, kind=kind, **Unsent.at(place), defaults=begun)
    if not is_new and kept.said != said:
        raise NewerElsewhere(_("You have typed something else here, on another device or earlier."))
    drop_beyond(actor)
    return kept


def throw_away(unsent: Unsent, *, actor: User) -> None:
    """Forget what `actor` began and wants no more."""
    require(unsent.person_id == actor.pk)
    unsent.delete()


def forget_sent(place: Place, *, kind: str, actor: User, known: Known | None, said: Mapping[str, str]) -> None:
    """Forget what `actor` has sent: what is `known` of it, or says the same.

    What they typed on another device meanwhile stays.
    """
    require(_may_write(actor, kind, place), _WHO)
    is_same = Q(said=said) | (Q(pk=known.pk, version=known.version) if known else Q())
    Unsent.objects.of_place(actor, kind, place).filter(is_same).delete()
