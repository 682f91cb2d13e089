"""How a reader stands to communities."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from communities.models import Approval, Community, JoinRequest, Membership, Representation, Role
from communities.rules import LEAST_ROLE, Sight, invites, role_in_community, sight_of
from core import seams
from core.prepared import Prepared


@dataclass(frozen=True)
class Standing:
    """How one reader stands to a community that they may know of."""

    community: Community
    role: Role | None
    reader: Any = None

    @property
    def sight(self) -> Sight:
        return sight_of(self.community, self.role)

    @property
    def sees_purpose(self) -> bool:
        return self.sight >= Sight.PURPOSE

    @property
    def sees_inside(self) -> bool:
        return self.sight >= Sight.INSIDE

    def holds(self, verb: str) -> bool:
        """Whether their role reaches for `verb`, a key of LEAST_ROLE, also where nothing is written any more."""
        return self.role is not None and self.role >= LEAST_ROLE[verb]

    def may(self, verb: str, *, tool: Community.Tool | None = None) -> bool:
        """Whether they may do `verb` in the community as a whole: it is writable and, where asked, works with `tool`.

        What `rules.may_in_community` says, without a query.
        """
        is_at_hand = self.community.is_writable and (tool is None or self.community.uses(tool))
        return is_at_hand and self.holds(verb)

    @property
    def is_leader(self) -> bool:
        return self.holds("lead")

    @property
    def is_in_team(self) -> bool:
        return self.role is not None and self.role >= Role.FACILITATOR

    @property
    def answers_requests(self) -> bool:
        return self.holds("approve_requests")

    @property
    def handles_reports(self) -> bool:
        return self.holds("handle_reports")

    @property
    def may_exclude(self) -> bool:
        return self.holds("exclude")

    @property
    def knows_members(self) -> bool:
        return self.holds("know_members")

    @property
    def shows_results(self) -> bool:
        """Whether they put what neighbours learned beside what was learned here."""
        return self.may("show_results")

    @property
    def invites(self) -> bool:
        """Whether they ask people in, at least one at a time."""
        return invites(self.role, self.community)

    @property
    def invites_many(self) -> bool:
        return invites(self.role, self.community, number=2)

    @property
    def sees_invitations(self) -> bool:
        """Their own at least, and those of others also where nobody is asked in any more."""
        return self.invites or self.is_in_team

    @cached_property
    def awaited(self) -> Approval | None:
        """What the site was asked for and has not answered yet, for its leaders: that others find a hidden one."""
        is_told = self.is_leader and self.community.visibility == Community.Visibility.HIDDEN
        return Approval.objects.pending().filter(community=self.community).first() if is_told else None

    @property
    def waiting_requests(self) -> int:
        """How many ask to join and wait for somebody like this reader."""
        is_asked = self.answers_requests and self.community.admission == Community.Admission.REQUEST
        return self._waiting["requests"] if is_asked else 0

    @property
    def waiting_institutions(self) -> int:
        """How many members say for which institution they are here, which this reader may confirm."""
        return self._waiting["institutions"] if self.may("confirm_institutions") else 0

    @property
    def waiting_reports(self) -> int:
        """How many reports, appeals and first posts wait for this reader."""
        return self._waiting["reports"] if self.handles_reports else 0

    @property
    def waiting_questions(self) -> int:
        """How many questions without a name wait for the columnists, of whom this reader is one."""
        answers = self.may("answer_questions", tool=Community.Tool.DISCUSSIONS)
        return self._waiting["questions"] if answers else 0

    @cached_property
    def _waiting(self) -> Counter[str]:
        """All of it, asked of the database once, when any is shown."""
        found: Counter[str] = Counter()
        for what, number in _WAITING(reader=self.reader, community=self.community.pk):
            found[what] += number
        return found


def _waiting_for(reader: Any, community: Any) -> QuerySet:
    """(what, how many) of what waits in `community` for `reader`; no row where nothing does."""
    first, *others = [
        _counted("requests", JoinRequest.objects.pending().filter(community=community)),
        _counted("institutions", Representation.objects.confirmable_by(reader).filter(membership__community=community)),
        *(_counted(what, found) for what, found in seams.waiting(community, reader)),
    ]
    return first.union(*others, all=True)


def _counted(what: str, found: QuerySet) -> QuerySet:
    named = found.order_by().annotate(what=Cast(Value(what), CharField())).values("what")
    return named.annotate(number=Count("pk")).values_list("what", "number")


_WAITING = Prepared(_waiting_for)


def standing_in(community: Community, reader: Any) -> Standing:
    return Standing(community, role_in_community(reader, community), reader)


def use_clock_of(community: Community, reader: Any) -> None:
    """Show times by the community's clock to a visitor, who has none of their own, until the answer is made."""
    if not reader.is_authenticated:
        timezone.activate(community.zone)


def standings_in(communities: Iterable[Community], reader: Any) -> list[Standing]:
    """The standing of `reader` in each of `communities`, in their order, with one query for all."""
    communities = list(communities)
    roles: dict[int, int] = {}
    if reader.is_authenticated:
        held = Membership.objects.live_of(reader).filter(community__in=communities)
        roles = dict(held.values_list("community", "role"))
    return [Standing(each, Role(roles[each.pk]) if each.pk in roles else None, reader) for each in communities]
