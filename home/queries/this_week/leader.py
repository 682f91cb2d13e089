"""What is a leader's: to keep a community to what it is for, and to thank; not its routine (P23)."""

from datetime import timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.models import ActionItem, ActionPlan, Charter, Community, ExpectedResult, HandOver
from communities.queries.charters import SECTIONS
from forums.models import Closing, Discussion
from home.queries.need import Need
from home.queries.rows import Question, Row, Source, told
from home.queries.this_week import launch

THANKED = timedelta(days=14)
QUIET = timedelta(days=14)

_UNSAID = {
    "problem": gettext_lazy("The charter does not say yet which problem brings you together"),
    "objective": gettext_lazy("The charter does not say yet what you want to reach"),
    "results": gettext_lazy("The charter has no expected results yet"),
    "people": gettext_lazy("The charter does not say yet how much time it takes"),
    "audiences": gettext_lazy("The charter does not say yet whom you serve"),
}


def _results(asked: Question, *, are_worked_on: bool) -> QuerySet:
    """Expected results that are not reached; the number says whether somebody watches over each."""
    over = (Discussion.State.CLOSED, Discussion.State.MERGED)
    talk = Discussion.objects.filter(result=OuterRef("pk")).exclude(state__in=over)
    items = ActionItem.objects.open().filter(result=OuterRef("pk"))
    open_results = ExpectedResult.objects.standing().exclude(state=ExpectedResult.State.REACHED)
    found = open_results.filter(Exists(talk) | Exists(items) if are_worked_on else ~Exists(talk) & ~Exists(items))
    is_watched = Case(When(owner=None, then=Value(0)), default=Value(1))
    return told(found.filter(community__in=asked.active()), title=F("text"), number=is_watched).order_by("position")


def _say_without_work(row: Row, community: Community) -> Need:
    return Need(
        title=row.title,
        why=_("Nothing works towards this expected result just now.")
        if row.number
        else _("Nothing works towards this expected result just now, and nobody watches over it."),
        where="",
        verb=_("Look at it"),
        url=f"{reverse('home:charter', args=[community.slug])}#result-{row.thing}",
    )


def _say_without_owner(row: Row, community: Community) -> Need:
    return Need(
        title=row.title,
        why=_("Nobody watches over this expected result."),
        where="",
        verb=_("Entrust it to somebody"),
        url=reverse("communities:result", args=[community.slug, row.thing]),
    )


def _gaps(asked: Question) -> QuerySet:
    """Of each charter the first section in which the main thing is not said."""
    has_results = Exists(ExpectedResult.objects.standing().filter(community=OuterRef("pk")))
    gaps = {
        section: ~has_results & Q(why_no_results="") if section == "results" else Q(**{SECTIONS[section][0]: ""})
        for section in _UNSAID
    }
    first = Case(*(When(gap, then=Value(section)) for section, gap in gaps.items()), default=Value(""))
    found = Charter.objects.filter(community__in=asked.ids).annotate(gap=first).exclude(gap="")
    return told(found, slug=F("gap"))


def _say_gap(row: Row, community: Community) -> Need:
    return Need(
        title=str(_UNSAID[row.slug]),
        why=_("Who comes in reads it first."),
        where="",
        verb=_("Write it"),
        url=reverse("communities:charter-section", args=[community.slug, row.slug]),
    )


def _silent(asked: Question) -> QuerySet:
    """Where nobody has written for a while; not in the first weeks of a phase."""
    posts = Discussion.objects.awake().filter(space__community=OuterRef("pk"), last_post_at__isnull=False)
    last = Subquery(posts.order_by("-last_post_at").values("last_post_at")[:1])
    found = Community.objects.filter(pk__in=asked.active(), phase_since__lt=asked.now - QUIET)
    found = found.annotate(since=Coalesce(last, "phase_since")).filter(since__lt=asked.now - QUIET)
    return told(found, community="pk", at=F("since"))


def _say_silent(row: Row, community: Community) -> Need:
    return Need(
        title=_("It has become quiet"),
        why=_("Ask three members what they would come back for. Nobody has written since %(day)s."),
        where="",
        verb=_("See who is here"),
        url=reverse("communities:members", args=[community.slug]),
        at=row.at,
    )


def _plans(asked: Question) -> QuerySet:
    agreeing = Count("voices", filter=Q(voices__round=F("round"), voices__agrees=True))
    found = ActionPlan.objects.filter(state=ActionPlan.State.PROPOSED, pk__in=asked.using(Community.Tool.PLAN))
    return told(found.annotate(agreeing=agreeing), number=F("agreeing"), at=F("proposed_at"))


def _say_plan(row: Row, community: Community) -> Need:
    said = ngettext(
        "Since %(day)s. %(number)d member agrees so far.", "Since %(day)s. %(number)d members agree so far.", row.number
    )
    return Need(
        title=_("The action plan is before the members"),
        why=said,
        words={"number": row.number},
        where="",
        verb=_("See what they say"),
        url=reverse("communities:plan", args=[community.slug]),
        at=row.at,
    )


def _hand_overs(asked: Question) -> QuerySet:
    found = HandOver.objects.standing().filter(leader__person=asked.reader, leader__community__in=asked.ids)
    who = F("successor__person__display_name")
    return told(found, community="leader__community", who=who, at=F("created_at")).order_by("created_at")


def _say_hand_over(row: Row, community: Community) -> Need:
    return Need(
        title=_("You have asked %(name)s to lead") % {"name": row.who},
        why=_("It waits for an answer since %(day)s"),
        where="",
        verb=_("Look at it"),
        url=reverse("communities:hand-over", args=[community.slug]),
        at=row.at,
    )


def _to_thank(asked: Question) -> QuerySet:
    """Who has closed a discussion with what was learned, where the reader can see that."""
    seen = Discussion.objects.visible_to(asked.reader).filter(space__community__in=asked.ids)
    found = Closing.objects.filter(discussion__in=seen.values("pk"), branch=None, published_at__gt=asked.now - THANKED)
    found = found.exclude(published_by=asked.reader).filter(published_by__is_active=True)
    return told(
        found,
        community="discussion__space__community",
        thing="discussion",
        title=F("discussion__title"),
        slug=F("discussion__slug"),
        who=F("published_by__display_name"),
        at=F("published_at"),
    ).order_by("-published_at")


def _say_thanks(row: Row, community: Community) -> Need:
    return Need(
        title=_("%(name)s deserves a word of thanks") % {"name": row.who},
        why=_("“%(title)s” was closed on %(day)s with what was learned"),
        words={"title": row.title},
        where="",
        verb=_("Read what was learned"),
        url=reverse("forums:discussion", args=[row.thing, row.slug]),
        at=row.at,
    )


SOURCES = (
    *launch.SOURCES,
    Source(
        "result-work",
        gettext_lazy("a result that nothing works towards"),
        lambda asked: _results(asked, are_worked_on=False),
        _say_without_work,
    ),
    Source(
        "result-owner",
        gettext_lazy("a result that nobody watches over"),
        lambda asked: _results(asked, are_worked_on=True).filter(owner=None),
        _say_without_owner,
    ),
    Source("charter-gap", gettext_lazy("something the charter does not say"), _gaps, _say_gap),
    Source("plan-voices", gettext_lazy("a plan before the members"), _plans, _say_plan),
    Source("silence", gettext_lazy("it has become quiet"), _silent, _say_silent),
    Source("hand-over", gettext_lazy("a hand-over that waits"), _hand_overs, _say_hand_over),
    Source("thanks", gettext_lazy("somebody to thank"), _to_thank, _say_thanks),
)
