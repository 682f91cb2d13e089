"""What the launch of a community lacks, or lacked, until it is there (B1, P31)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership, PhaseChange, Role
from home.queries.need import Need
from home.queries.rows import Question, Row, Source, told


def _lacking(asked: Question, key: str) -> QuerySet:
    """Communities in design, and those that were launched without what `key` is called on the launch checklist."""
    launches = PhaseChange.objects.filter(community=OuterRef("pk"), after=Community.Phase.ACTIVE)
    found = Community.objects.filter(pk__in=asked.ids)
    found = found.annotate(lacked=Subquery(launches.order_by("-at", "-pk").values("lacking")[:1]))
    return found.filter(Q(phase=Community.Phase.DESIGN) | Q(phase=Community.Phase.ACTIVE, lacked__contains=[key]))


def _moderator(asked: Question) -> QuerySet:
    moderating = Membership.objects.live().filter(community=OuterRef("pk"), role=Role.MODERATOR)
    return told(
        _lacking(asked, "moderator").filter(~Exists(moderating)), community="pk", number=F("member_count")
    ).order_by("pk")


def _say_moderator(row: Row, community: Community) -> Need:
    is_alone = row.number <= 1
    alone = _("You are alone here. Two carry a community better: one leads, one plans the discussions and closes them.")
    among = _("Nobody beside the leader plans the discussions and closes them yet.")
    return Need(
        title=_("Ask somebody to moderate"),
        why=alone if is_alone else among,
        where="",
        verb=_("Invite") if is_alone else _("Choose one"),
        url=reverse(f"communities:{'invitations' if is_alone else 'members'}", args=[community.slug]),
    )


def _members(asked: Question) -> QuerySet:
    few = _lacking(asked, "members").filter(member_count__lt=F("members_to_launch"))
    return told(few, community="pk", number=F("member_count")).order_by("pk")


def _say_members(row: Row, community: Community) -> Need:
    return Need(
        title=_("Ask the first members in"),
        why=_("You are %(number)d of the %(wanted)d that you want to begin with."),
        words={"number": row.number, "wanted": community.members_to_launch},
        where="",
        verb=_("Invite"),
        url=reverse("communities:invitations", args=[community.slug]),
    )


def _meeting(asked: Question) -> QuerySet:
    """Before the launch, which is when a day can be named."""
    found = Community.objects.filter(pk__in=asked.ids, phase=Community.Phase.DESIGN, introduced_on=None)
    return told(found, community="pk").order_by("pk")


def _say_meeting(row: Row, community: Community) -> Need:
    return Need(
        title=_("Choose a day for a first meeting"),
        why=_("Welcome, what it is for, what shall come of it, and how you work."),
        where="",
        verb=_("Say when"),
        url=f"{reverse('communities:life', args=[community.slug])}#prepare",
    )


SOURCES = (
    Source("no-moderator", gettext_lazy("somebody to moderate"), _moderator, _say_moderator),
    Source("few-members", gettext_lazy("first members to ask in"), _members, _say_members),
    Source("no-meeting", gettext_lazy("a day for a first meeting"), _meeting, _say_meeting),
)
