"""How communities come to belong together, and part again (H5, P14)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.kinship import tell_both_sides
from communities.errors import LinkOver, LinkRefused, LinkStands, NoNeighbour
from communities.models import Community, CommunityLink
from communities.queries.kinship import line_above, line_beneath
from communities.rules import may_answer_link, may_end_link, may_link, may_withdraw_link
from core.errors import Busy
from core.locks import lock_all
from core.permissions import require

_LEADERS = _("Leaders say where a community belongs, as long as it lives.")
_UNKNOWN = _("There is no other community of that name that you may know of.")
_RESTS = _("It takes no new neighbours just now.")
# One sentence for all: whoever hears that the line closes to a ring would learn who stands in it.
_NO_LINE = _(
    "One of the two cannot be the umbrella of the other: they stand in one line already, or it would be too long."
)

Kind, State, Stands = CommunityLink.Kind, CommunityLink.State, CommunityLink.Stands


@transaction.atomic
def propose_link(community: Community, *, other: Community, stands: str, sentence: str, actor: User) -> CommunityLink:
    """Ask the leaders of `other` whether the two belong together; the leaders of both are told.

    `stands` is how `other` would stand to `community`, one of CommunityLink.Stands. The same again gives what waits.
    Raises NoNeighbour for one that `actor` may not know of, the same as for one that is not there, LinkStands where the
    two have a live link, and LinkRefused.
    """
    community, other, actor = _hold(community, other, actor)
    require(may_link(actor, community), _LEADERS)
    if community == other or not Community.objects.visible_to(actor).filter(pk=other.pk).exists():
        raise NoNeighbour(_UNKNOWN)
    shape = _shape(community, other, stands)
    if standing := _live_between(community, other):
        if standing.is_proposed and all(getattr(standing, name) == value for name, value in shape.items()):
            return standing
        raise LinkStands(_("You belong together already, or one of you has asked the other."))
    _require_open(community, other)
    if shape["kind"] == Kind.UMBRELLA:
        _require_a_line(shape["upper"], shape["lower"])
    try:
        with transaction.atomic():
            link = CommunityLink.objects.create(**shape, sentence=sentence, proposed_by=actor)
    except IntegrityError as error:
        raise Busy(_("Somebody has just linked the two.")) from error
    entries = [record("communitylink.link_proposed", actor=actor, target=link.seen_from(end)) for end in link.ends]
    tell_both_sides(entries, but=actor)
    return link


@transaction.atomic
def agree_link(link: CommunityLink, *, actor: User, answer: str = "") -> bool:
    """Belong together from now on; the leaders of both are told. Returns False when that was said before.

    Nothing stands beneath itself, however long the line. Raises LinkOver, LinkRefused, and Busy where the line has
    changed while this waited.
    """
    above = set().union(*line_above(link.upper)) if link.kind == Kind.UMBRELLA else set()
    link, actor = _hold_link(link, actor, *Community.objects.filter(pk__in=above))
    require(may_answer_link(actor, link), _LEADERS)
    if link.is_agreed:
        return False
    if link.state == State.PROPOSED and not link.asking.is_writable:
        raise LinkOver(_("Who asked has come to its end meanwhile."))
    if link.kind == Kind.UMBRELLA:
        _require_a_line(link.upper, link.lower, held=above)
    _move(link, State.PROPOSED, State.AGREED, answer=answer, answered_by=actor, answered_at=timezone.now())
    entries = [record("communitylink.link_agreed", actor=actor, target=link.seen_from(end)) for end in link.ends]
    tell_both_sides(entries, but=actor)
    return True


@transaction.atomic
def decline_link(link: CommunityLink, *, actor: User, answer: str = "") -> bool:
    """Say no, with a sentence about why; the leaders of both are told. Returns False when that was said before.

    Raises LinkOver.
    """
    link, actor = _hold_link(link, actor)
    require(may_answer_link(actor, link), _LEADERS)
    if link.state == State.DECLINED:
        return False
    _move(link, State.PROPOSED, State.DECLINED, answer=answer, answered_by=actor, answered_at=timezone.now())
    entries = [record("communitylink.link_declined", actor=actor, target=link.seen_from(end)) for end in link.ends]
    tell_both_sides(entries, but=actor)
    return True


@transaction.atomic
def withdraw_link(link: CommunityLink, *, actor: User) -> bool:
    """Take back what was proposed; the leaders of both are told. Returns False when that was done before.

    Raises LinkOver.
    """
    link, actor = _hold_link(link, actor)
    require(may_withdraw_link(actor, link), _LEADERS)
    if link.state == State.WITHDRAWN:
        return False
    _move(link, State.PROPOSED, State.WITHDRAWN, ended_by=actor, ended_at=timezone.now())
    entries = [record("communitylink.link_withdrawn", actor=actor, target=link.seen_from(end)) for end in link.ends]
    tell_both_sides(entries, but=actor)
    return True


@transaction.atomic
def end_link(link: CommunityLink, *, sentence: str, actor: User) -> bool:
    """Belong together no longer; the leaders of both are told why. Returns False when it was ended before.

    Raises LinkOver.
    """
    link, actor = _hold_link(link, actor)
    require(may_end_link(actor, link), _LEADERS)
    if link.state == State.ENDED:
        return False
    _move(link, State.AGREED, State.ENDED, ending=sentence, ended_by=actor, ended_at=timezone.now())
    entries = [record("communitylink.link_ended", actor=actor, target=link.seen_from(end)) for end in link.ends]
    tell_both_sides(entries, but=actor)
    return True


def _hold(*rows: Any) -> list[Any]:
    """Lock communities and whoever acts, and give them as they are now, in the order asked for."""
    held = {(row._meta.label_lower, row.pk): row for row in lock_all(rows)}
    return [held[row._meta.label_lower, row.pk] for row in rows]


def _hold_link(link: CommunityLink, actor: User, *others: Community) -> tuple[CommunityLink, User]:
    """Lock both ends, whoever acts and `others`, and give the link as it is now."""
    upper, lower, actor, *_others = _hold(link.upper, link.lower, actor, *others)
    link.refresh_from_db()
    link.upper, link.lower = upper, lower
    return link, actor


def _shape(community: Community, other: Community, stands: str) -> dict[str, Any]:
    """The columns that say how the two stand to each other and which of them asks."""
    if stands == Stands.ABOVE:
        return {"kind": Kind.UMBRELLA, "upper": other, "lower": community, "from_upper": False}
    kind = Kind.UMBRELLA if stands == Stands.BENEATH else Kind.SISTER
    return {"kind": kind, "upper": community, "lower": other, "from_upper": True}


def _live_between(one: Community, other: Community) -> CommunityLink | None:
    return CommunityLink.objects.live().of(one).of(other).select_related("upper", "lower").first()


def _require_open(community: Community, other: Community) -> None:
    """Whether `community` may ask `other` now. Raises LinkRefused."""
    if not other.is_writable:
        raise LinkRefused(_RESTS)
    lately = CommunityLink.objects.of(community).fresh(timezone.now()).select_related("upper", "lower")
    own = [link for link in lately if link.asking == community]
    here = [link.state for link in own if link.asked == other]
    if State.DECLINED in here:
        raise LinkRefused(_("They said no a few days ago. Let a week go by before you ask again."))
    if here.count(State.WITHDRAWN) >= CommunityLink.MOST_TAKEN_BACK:
        raise LinkRefused(
            _("You have asked them and taken it back a few times. Let a week go by before you ask again.")
        )
    if sum(link.state != State.DECLINED for link in own) >= CommunityLink.MOST_WAITING:
        raise LinkRefused(
            _("So many of your proposals wait, or were just taken back, that you cannot make another one.")
        )


def _require_a_line(upper: Community, lower: Community, *, held: set[int] | None = None) -> None:
    """Raises LinkRefused where `lower` stands above `upper`, by whatever way, or the line would be too long.

    `held` are those above `upper` that are locked; Busy, if there are others by now: what stands above them might be
    changed by somebody who waits for none of these.
    """
    above, beneath = line_above(upper), line_beneath(lower)
    line = set().union(*above)
    if lower.pk in line or len(above) + len(beneath) + 2 > CommunityLink.MOST_LEVELS:
        raise LinkRefused(_NO_LINE)
    if held is not None and not line <= held:
        raise Busy(_("Somebody else is changing this right now. Please try again in a moment."))


def _move(link: CommunityLink, before: str, after: str, **columns: Any) -> None:
    """Take it from one state to the next. Raises LinkOver where it is in another one by now."""
    if not CommunityLink.objects.filter(pk=link.pk, state=before).update(state=after, **columns):
        raise LinkOver(_("This was answered, taken back or ended already."))
    link.refresh_from_db(fields=["state", *columns])
