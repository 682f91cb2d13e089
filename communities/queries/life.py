"""The life of a community: what its launch still lacks, and where it can go from here."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import STEPS, Community, Invitation, Role, Step
from communities.queries.charters import content_of, is_done
from core import seams
from core.seams import Said


@dataclass(frozen=True)
class Words:
    """What a step is called, and what to tell whoever is about to take it."""

    verb: Any  # on its button
    title: Any
    lede: Any
    example: Any  # of the sentence that goes with it
    is_end: bool = False  # nothing can be written afterwards


WORDS = {
    "launch": Words(
        _("Launch"),
        _("Launch the community"),
        _("From now on it is active. Its members are told, with your sentence."),
        _("Such as “We are six, we know what we are after, and we begin on Monday.”"),
    ),
    "give-up": Words(
        _("Say that it did not launch"),
        _("It did not launch"),
        _(
            "That happens, and it is better said than left hanging. What was written stays to be read; nothing new is "
            "written, and everyone may leave. You can take it up again later."
        ),
        _("Such as “Three of us wanted this, and none of us had the time. We may try again after the summer.”"),
        is_end=True,
    ),
    "try-again": Words(
        _("Take it up again"),
        _("Take it up again"),
        _("It goes back to its design, with its members and all that was written. They are told."),
        _("Such as “We have found a moderator, and two hospitals that want to join.”"),
    ),
    "wind-down": Words(
        _("Begin to conclude"),
        _("Begin to conclude"),
        _(
            "A time to close the discussions with what was learned, and to say how far the expected results have come. "
            "Everything can still be written, and you can go back."
        ),
        _("Such as “The guide is written. Until the end of May we collect what we learned on the way.”"),
    ),
    "go-on": Words(
        _("Go on after all"),
        _("Go on after all"),
        _("It is active again, as if the end had not been near. Its members are told."),
        _("Such as “The pilot in Lyon needs us for another half year.”"),
    ),
    "conclude": Words(
        _("Conclude"),
        _("Conclude the community"),
        _(
            "From now on everything stays to be read and nothing new is written; whoever wants to leave may do so. "
            "You can renew it later, with a new cycle."
        ),
        _("Such as “We wrote the guide, eleven wards use it, and we know whom to ask. Thank you all.”"),
        is_end=True,
    ),
    "renew": Words(
        _("Renew"),
        _("Renew the community"),
        _("It becomes active once more and begins another cycle, with its members and all that was written."),
        _("Such as “The guide is two years old, and we want to see what has become of it.”"),
    ),
    "archive": Words(
        _("Archive"),
        _("Archive the community"),
        _(
            "It is listed no more: only whoever searches for it finds it, or looks among what is archived. It stays to "
            "be read by whoever could read it, and you can take it out again."
        ),
        _("Such as “A year has passed, and nobody needs it at hand any more.”"),
        is_end=True,
    ),
    "reopen": Words(
        _("Take out of the archive"),
        _("Take it out of the archive"),
        _("It is concluded, as it was before, and is listed again. From there you can renew it."),
        _("Such as “A new group wants to read on from here.”"),
        is_end=True,
    ),
}


@dataclass(frozen=True)
class Check:
    """One thing that a launch or an end wants, and where it is done; it warns and never blocks (B1, P31)."""

    key: str
    title: Any
    help: Any
    url: str
    verb: Any
    is_done: bool


def checklist(community: Community) -> list[Check]:
    """What a community wants before it is launched."""
    slug = [community.slug]
    roles = set(community.memberships.live().values_list("role", flat=True))
    members = reverse("communities:members", args=slug)
    charter = community.charter
    content = content_of(community)
    is_agreed = all(is_done(content, section) for section in ("problem", "objective", "results"))
    wanted = {"number": community.member_count, "wanted": community.members_to_launch}
    return [
        Check("leader", _("A leader"), _("Keeps it to its purpose."), members, _("Members"), Role.LEADER in roles),
        Check(
            "moderator",
            _("A moderator"),
            _("Somebody beside the leader who plans the discussions and closes them."),
            members,
            _("Choose one"),
            Role.MODERATOR in roles,
        ),
        Check(
            "charter",
            _("A charter"),
            _("The problem, an objective, and one to three expected results."),
            charter.get_absolute_url(),
            _("Write it"),
            is_agreed,
        ),
        Check(
            "members",
            _("First members"),
            _("%(number)s of the %(wanted)s that you want to begin with.") % wanted,
            reverse("communities:invitations", args=slug),
            _("Invite"),
            community.member_count >= community.members_to_launch,
        ),
        Check(
            "meeting",
            _("An introductory meeting"),
            _("Welcome, what it is for, what shall come of it, and how you work."),
            "#prepare",
            _("Say when"),
            _has_met(community),
        ),
        Check(
            "discussion",
            _("A first discussion"),
            _("One question that many can answer from their own work."),
            reverse("home:discussions", args=slug),
            _("Plan it"),
            said_in(community).begun > 0,
        ),
    ]


def open_ends(community: Community) -> list[Check]:
    """What somebody still wants to see to before a community is concluded: afterwards nobody can (P33)."""
    slug = [community.slug]
    unsaid = said_in(community).unfinished
    unseen = community.results.standing().quiet(community.phase_since).count()
    undone = community.action_items.open().count() if community.uses(Community.Tool.PLAN) else 0
    invited = Invitation.objects.live().filter(community=community).count()
    asking = community.join_requests.pending().count()
    return [
        Check(
            "summaries",
            _("A summary of each discussion"),
            ngettext("One has none yet.", "%(number)d have none yet.", unsaid) % {"number": unsaid},
            reverse("home:discussions", args=slug),
            _("Close them"),
            not unsaid,
        ),
        Check(
            "results",
            _("How far each expected result has come"),
            ngettext(
                "Of one nobody has said it since the end began.",
                "Of %(number)d nobody has said it since the end began.",
                unseen,
            )
            % {"number": unseen},
            reverse("home:progress", args=slug),
            _("Say it"),
            not unseen,
        ),
        Check(
            "plan",
            _("What became of the action plan"),
            ngettext("One thing is still to be done.", "%(number)d things are still to be done.", undone)
            % {"number": undone},
            reverse("communities:plan", args=slug),
            _("See the plan"),
            not undone,
        ),
        Check(
            "invitations",
            _("No invitation that leads nowhere"),
            ngettext(
                "One is out, and opens nothing afterwards.", "%(number)d are out, and open nothing afterwards.", invited
            )
            % {"number": invited},
            reverse("communities:invitations", args=slug),
            _("See them"),
            not invited,
        ),
        Check(
            "requests",
            _("An answer for whoever asked to join"),
            ngettext("One person waits.", "%(number)d people wait.", asking) % {"number": asking},
            reverse("communities:requests", args=slug),
            _("Answer"),
            not asking,
        ),
    ]


def checks_of(community: Community) -> list[Check]:
    """What is asked of the phase that a community is in, before the next; empty where nothing is."""
    if community.phase == Community.Phase.DESIGN:
        return checklist(community)
    return open_ends(community) if community.phase == Community.Phase.CONCLUDING else []


def _has_met(community: Community) -> bool:
    """Whether the day of the introductory meeting has come, by the community's calendar."""
    met_on = community.introduced_on
    return met_on is not None and met_on <= timezone.localdate(timezone=community.zone)


def has_results(community: Community) -> bool:
    """Whether it has expected results, or has said why there are none."""
    return community.results.standing().exists() or bool(community.charter.why_no_results)


def said_in(community: Community) -> Said:
    return seams.said_in([community.pk]).get(community.pk, Said())


@dataclass(frozen=True)
class Way:
    """A step that can be taken now, in words."""

    step: Step
    words: Words


def ways_from(community: Community) -> list[Way]:
    return [Way(step, WORDS[key]) for key, step in STEPS.items() if step.before == community.phase]


def way_by(step: Step) -> Way:
    return Way(step, WORDS[step.key])
