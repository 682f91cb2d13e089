"""What is a facilitator's: that something happens, that people find in, and that what is agreed gets done (P25)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.models import ActionItem, Community, Invitation, LearningTopic, Suggestion
from communities.queries import Standing
from communities.queries.rhythm import beats_of, breaks_within, concern, monday_of, rhythm_of, weeks_of
from forums.models import AnonymousQuestion
from forums.queries.welcoming import newcomers_of
from home.queries.errands import unnamed_need
from home.queries.need import Need
from home.queries.rows import Question, Row, Source, told
from home.queries.this_week import meetings

WAITED = timedelta(days=7)  # for an answer to an invitation
FRESH = timedelta(days=14)  # in which a newcomer is greeted
VOTES = 2  # the one who proposed it and somebody else


def _newcomers(asked: Question) -> QuerySet:
    found = newcomers_of(asked.ids).exclude(person=asked.reader).filter(joined_at__gt=asked.now - FRESH)
    return told(found, who=F("person__display_name"), slug=F("person__handle"), at=F("joined_at")).order_by("joined_at")


def _say_newcomer(row: Row, community: Community) -> Need:
    return Need(
        title=_("Greet %(name)s") % {"name": row.who},
        why=_("New here since %(day)s"),
        where="",
        verb=_("See who they are"),
        url=reverse("forums:newcomers", args=[community.slug]),
        at=row.at,
    )


def _topics(asked: Question) -> QuerySet:
    found = LearningTopic.objects.filter(
        state=LearningTopic.State.PROPOSED, vote_count__gte=VOTES, community__in=asked.using(Community.Tool.AGENDA)
    )
    return told(found, title=F("title"), number=F("vote_count")).order_by("-vote_count", "pk")


def _say_topic(row: Row, community: Community) -> Need:
    said = ngettext("%(number)d member would come for it.", "%(number)d members would come for it.", row.number)
    return Need(
        title=row.title,
        why=said % {"number": row.number},
        where="",
        verb=_("Take it up"),
        url=reverse("communities:topic-answer", args=[community.slug, row.thing]),
    )


def _due(asked: Question) -> QuerySet:
    """What of the plan is due by this Sunday, by each community's calendar, or overdue."""
    planning = asked.using(Community.Tool.PLAN)
    is_due = Q(pk__in=())
    for community in asked.communities:
        if community.pk in planning:
            sunday = monday_of(timezone.localdate(asked.now, timezone=community.zone)) + timedelta(days=6)
            is_due |= Q(community=community.pk, due_on__lte=sunday)
    found = ActionItem.objects.open().filter(is_due)
    who = Coalesce("owner__display_name", Value(""))
    return told(found, title=F("title"), who=who, on=F("due_on")).order_by("due_on", "pk")


def _say_due(row: Row, community: Community) -> Need:
    is_late = row.on is not None and row.on < timezone.localdate(timezone=community.zone)
    if row.who:
        late = _("%(name)s does it, and its day was %(day)s. A word of help?")
        soon = _("%(name)s does it, by %(day)s. A word of help?")
    else:
        late = _("Its day was %(day)s, and nobody does it yet.")
        soon = _("Due by %(day)s, and nobody does it yet.")
    return Need(
        title=row.title,
        why=late if is_late else soon,
        words={"name": row.who},
        on=row.on,
        where="",
        verb=_("Look at it"),
        url=reverse("communities:plan-item", args=[community.slug, row.thing]),
    )


def _invitations(asked: Question) -> QuerySet:
    waiting = Invitation.objects.live(asked.now).filter(
        community=OuterRef("pk"), room=None, sent_at__lt=asked.now - WAITED
    )
    counted = waiting.order_by().values("community").annotate(number=Count("pk")).values("number")
    found = Community.objects.filter(pk__in=asked.ids).annotate(asked_in=Subquery(counted)).filter(asked_in__gt=0)
    return told(found, community="pk", number=F("asked_in"))


def _say_invitations(row: Row, community: Community) -> Need:
    said = ngettext(
        "%(number)d invitation has had no answer for a week",
        "%(number)d invitations have had no answer for a week",
        row.number,
    )
    return Need(
        title=said % {"number": row.number},
        why=_("A word from somebody they know often helps."),
        where="",
        verb=_("See who"),
        url=reverse("communities:invitations", args=[community.slug]),
    )


def _suggestions(asked: Question) -> QuerySet:
    waiting = Suggestion.objects.waiting().heard().filter(community=OuterRef("pk"))
    counted = waiting.order_by().values("community").annotate(number=Count("pk")).values("number")
    found = Community.objects.filter(pk__in=asked.ids).annotate(suggested=Subquery(counted)).filter(suggested__gt=0)
    return told(found, community="pk", number=F("suggested"))


def _say_suggestions(row: Row, community: Community) -> Need:
    said = ngettext("%(number)d suggestion waits", "%(number)d suggestions wait", row.number)
    return Need(
        title=said % {"number": row.number},
        why=_("Whoever made it reads your answer, and so do all members."),
        where="",
        verb=_("Answer"),
        url=reverse("communities:suggestions", args=[community.slug]),
    )


def _unnamed(asked: Question) -> QuerySet:
    waiting = AnonymousQuestion.objects.read_by(asked.reader).waiting().filter(space__community__in=asked.ids)
    return told(waiting, community="space__community", title=F("title"), on=F("sent_on")).order_by("pk")


def _say_unnamed(row: Row, community: Community) -> Need:
    return unnamed_need(row, where="")


def rhythm_now(standing: Standing) -> Iterator[Need]:
    """What the rhythm lacks, or what is too much; two queries, none where no rhythm is set."""
    community, now = standing.community, timezone.now()
    if rhythm_of(community) is None or community.phase != Community.Phase.ACTIVE:
        return
    weeks = weeks_of(community, beats_of([community], now)[community.pk], breaks_within([community], now), now)
    found = concern(weeks, community, now)
    url = reverse("home:rhythm", args=[community.slug])
    if found.missing:
        why = _("By your rhythm one opens this week or next.")
        yield Need(title=_("No discussion is planned"), why=why, where="", verb=_("See the weeks"), url=url)
    if found.open_at_once:
        said = ngettext("%(number)d discussion at once", "%(number)d discussions at once", found.open_at_once)
        said %= {"number": found.open_at_once}
        why = _("That is more than you meant to ask of members.")
        yield Need(title=said, why=why, where="", verb=_("See the weeks"), url=url)


SOURCES = (
    *meetings.SOURCES,
    Source("topics", gettext_lazy("topics to take up"), _topics, _say_topic),
    Source("newcomers", gettext_lazy("newcomers to greet"), _newcomers, _say_newcomer),
    Source("due", gettext_lazy("something of the plan that is due"), _due, _say_due),
    Source("unnamed", gettext_lazy("questions to the columnists"), _unnamed, _say_unnamed),
    Source("suggestions", gettext_lazy("suggestions to answer"), _suggestions, _say_suggestions),
    Source("invitations", gettext_lazy("invitations without an answer"), _invitations, _say_invitations),
)
