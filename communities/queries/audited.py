"""Which deeds in a community its leaders find in the audit, in words, and how what they were done to is called."""

from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activity import audit
from communities.models import (
    ActionItem,
    Announcement,
    Community,
    CommunityLink,
    Exclusion,
    ExpectedResult,
    HandOver,
    Invitation,
    InvitationLink,
    InvitationList,
    JoinRequest,
    Membership,
    PhaseChange,
    RegistrationQuestion,
    Representation,
    Role,
    RoleChange,
    Space,
    SpaceGrant,
    Statement,
    TermChange,
)
from communities.queries.audit_details import changed_fields, from_to, role_from_to, role_given, why_halted

# What was done to a thing that can be named, and the same of one that cannot.
PEOPLE: audit.Sentences = {
    "membership.role_changed": (_("%(who)s changed the role of %(what)s"), _("%(who)s changed somebody’s role")),
    "membership.left": _("%(who)s left"),
    "membership.ended": (_("The membership of %(what)s ended"), _("A membership ended")),
    "termchange.set": (
        _("%(who)s set when the membership of %(what)s ends"),
        _("%(who)s set when somebody’s membership ends"),
    ),
    "termchange.passed": (_("The membership of %(what)s came to its last day"), _("A membership came to its last day")),
    "exclusion.suspended": (_("%(who)s suspended %(what)s"), _("%(who)s suspended a member")),
    "exclusion.removed": (_("%(who)s removed %(what)s"), _("%(who)s removed a member")),
    "exclusion.lifted": (_("%(who)s let %(what)s back in"), _("%(who)s let somebody back in")),
    "handover.lead_offered": (_("%(who)s offered the lead to %(what)s"), _("%(who)s offered the lead to a member")),
    "handover.lead_taken": _("%(who)s took the lead over"),
    "handover.lead_declined": _("%(who)s declined the lead"),
    "handover.lead_withdrawn": (
        _("%(who)s took back the offer of the lead to %(what)s"),
        _("%(who)s took back an offer of the lead"),
    ),
    "handover.lead_lapsed": (_("The offer of the lead to %(what)s lapsed"), _("An offer of the lead lapsed")),
    "community.roles_called": _("%(who)s said what the roles are called"),
    "representation.confirmed": (
        _("%(who)s confirmed whom %(what)s stands for"),
        _("%(who)s confirmed whom a member stands for"),
    ),
    "representation.unconfirmed": (
        _("%(who)s did not confirm whom %(what)s stands for"),
        _("%(who)s did not confirm whom a member stands for"),
    ),
}
ROOMS: audit.Sentences = {
    "space.opened": (_("%(who)s opened the space “%(what)s”"), _("%(who)s opened a space")),
    "space.changed": (
        _("%(who)s changed the name of the space “%(what)s”, or who starts discussions there"),
        _("%(who)s changed the name of a space, or who starts discussions there"),
    ),
    "space.access_changed": (_("%(who)s changed who reads “%(what)s”"), _("%(who)s changed who reads a space")),
    "space.moved": (
        _("%(who)s put “%(what)s” in another place among the spaces"),
        _("%(who)s put the spaces in order"),
    ),
    "space.archived": (_("%(who)s closed the space “%(what)s”"), _("%(who)s closed a space")),
    "space.unarchived": (_("%(who)s opened the space “%(what)s” again"), _("%(who)s opened a space again")),
    "spacegrant.given": (_("%(who)s let %(what)s into “%(where)s”"), _("%(who)s let somebody into a room")),
    "spacegrant.changed": (
        _("%(who)s changed how long %(what)s is let into “%(where)s”"),
        _("%(who)s changed how long somebody is let into a room"),
    ),
    "spacegrant.ended": (
        _("%(who)s ended the access of %(what)s to “%(where)s”"),
        _("%(who)s ended somebody’s access to a room"),
    ),
}
DOORS: audit.Sentences = {
    "invitation.sent": (_("%(who)s invited %(what)s"), _("%(who)s invited somebody")),
    "invitation.revoked": (
        _("%(who)s took back the invitation of %(what)s"),
        _("%(who)s took back an invitation"),
    ),
    "invitationlink.made": (_("%(who)s made a link to come in by: “%(what)s”"), _("%(who)s made a link to come in by")),
    "invitationlink.revoked": (
        _("%(who)s took back the link “%(what)s”"),
        _("%(who)s took back a link to come in by"),
    ),
    "invitationlist.confirmed": (
        _("%(who)s sent invitations to the list “%(what)s”"),
        _("%(who)s sent a list of invitations"),
    ),
    "invitationlist.stopped": (
        _("%(who)s stopped the invitations to the list “%(what)s”"),
        _("%(who)s stopped a list of invitations"),
    ),
    "joinrequest.approved": (_("%(who)s let %(what)s in, who had asked"), _("%(who)s let somebody in who had asked")),
    "joinrequest.turned_down": (
        _("%(who)s turned down the request of %(what)s"),
        _("%(who)s turned down a request to join"),
    ),
    "registrationquestion.asked": (
        _("%(who)s added a question for newcomers: “%(what)s”"),
        _("%(who)s added a question for newcomers"),
    ),
    "registrationquestion.changed": (
        _("%(who)s changed a question for newcomers: “%(what)s”"),
        _("%(who)s changed a question for newcomers"),
    ),
    "registrationquestion.retired": (
        _("%(who)s dropped a question for newcomers: “%(what)s”"),
        _("%(who)s dropped a question for newcomers"),
    ),
}
SETTINGS: audit.Sentences = {
    "community.started": _("%(who)s started the community"),
    "community.changed": _("%(who)s changed the settings"),
    "community.visibility_changed": _("%(who)s changed who may see the community"),
    "community.prepared": _("%(who)s prepared the launch"),
    "community.host_added": _("%(who)s added a host"),
    "community.host_removed": _("%(who)s took a host away"),
    "approval.wished": _("%(who)s asked the site to be found"),
    "approval.granted": _("%(who)s let the community be found"),
    "approval.refused": _("%(who)s did not let the community be found"),
    "phasechange.made": (
        _("%(who)s moved the community on, and said: “%(what)s”"),
        _("%(who)s moved the community on"),
    ),
    "rhythm.set": _("%(who)s set the rhythm"),
    "break.added": _("%(who)s planned a break"),
    "break.removed": _("%(who)s dropped a break"),
    "communitylink.link_agreed": (
        _("%(who)s agreed to a link between “%(what)s” and “%(where)s”"),
        _("%(who)s agreed to a link with another community"),
    ),
    "communitylink.link_ended": (
        _("%(who)s ended the link between “%(what)s” and “%(where)s”"),
        _("%(who)s ended a link with another community"),
    ),
}
COURSE: audit.Sentences = {
    "charter.changed": _("%(who)s changed the charter"),
    "expectedresult.entrusted": (
        _("%(who)s asked somebody to watch over “%(what)s”"),
        _("%(who)s asked somebody to watch over a result"),
    ),
    "actionplan.proposed": _("%(who)s put the plan before the members"),
    "actionplan.taken_back": _("%(who)s took the plan back from the members"),
    "actionplan.adopted": _("%(who)s wrote down that the plan is adopted"),
    "actionitem.assigned": (
        _("%(who)s asked somebody to take on “%(what)s”"),
        _("%(who)s asked somebody to take on a task of the plan"),
    ),
    "statement.published": (_("%(who)s published the statement “%(what)s”"), _("%(who)s published a statement")),
    "statement.corrected": (_("%(who)s corrected the statement “%(what)s”"), _("%(who)s corrected a statement")),
    "announcement.announced": (_("%(who)s announced “%(what)s”"), _("%(who)s announced something to members")),
    "announcement.halted": (_("%(who)s stopped announcing “%(what)s”"), _("%(who)s stopped an announcement")),
    "statement.withdrawn": (_("%(who)s took back the statement “%(what)s”"), _("%(who)s took back a statement")),
}

# What members do for themselves or say, what is still being written, and what Copse reminds of.
LEFT_OUT = (
    *("membership.joined", "membership.paused", "membership.resumed", "joinrequest.asked", "joinrequest.withdrawn"),
    *("invitation.accepted", "invitation.declined", "invitation.expired", "invitation.reminded", "invitation.awaited"),
    *("invitationlist.handed_in", "invitationlist.sent", "invitationlist.dropped", "community.looked_through"),
    *("representation.claimed", "facilitationnote.written", "facilitationnote.deleted", "suggestionbox.filled"),
    *("announcement.drafted", "announcement.discarded"),
    *("suggestion.made", "suggestion.answered", "statement.drafted", "statement.discarded"),
    *("expectedresult.moved", "expectedresult.shown", "actionitem.added", "actionitem.changed", "actionitem.moved"),
    *("actionitem.taken", "actionitem.given_back", "actionitem.commented", "actionitem.due"),
    *("learningtopic.proposed", "learningtopic.scheduled"),
    *("learningtopic.answered", "learningtopic.put_off", "coachingrequest.coach_asked", "coachingrequest.coach_agreed"),
    *("coachingrequest.coach_declined", "communitylink.link_proposed", "communitylink.link_declined"),
    *("communitylink.link_withdrawn", "community.silent", "rhythm.uneven", "space.widened"),
    "charter.gone_through",
)


def _named(field: str) -> Case:
    """The name of the person at `field`, as everybody reads it."""
    gone = When(**{f"{field}__erased_at__isnull": False}, then=Value(gettext("Former member")))
    return Case(gone, default=F(f"{field}__display_name"), output_field=CharField())


def _led(reader: Any) -> QuerySet:
    return Membership.objects.live_of(reader).holding(Role.LEADER).values("community")


def _person(model: Any, of: str, community: str) -> audit.Called:
    """Rows of the communities that the reader leads, called by a person’s name."""

    def called(ids: list[int], reader: Any) -> QuerySet:
        rows = model.objects.filter(**{"pk__in": ids, f"{community}__in": _led(reader)})
        return audit.called(rows, _named(of), f"{of}__handle")

    return called


def _thing(model: Any, text: str, key: str = "") -> audit.Called:
    """Rows that the reader may see, called by a text of theirs."""
    return lambda ids, reader: audit.called(model.objects.visible_to(reader).filter(pk__in=ids), text, key)


def _of_led(model: Any, text: Any) -> audit.Called:
    return lambda ids, reader: audit.called(model.objects.filter(pk__in=ids, community__in=_led(reader)), text)


def _grants(ids: list[int], reader: Any) -> QuerySet:
    """Leaders see who is in each room, whether or not they read it (design 4.3)."""
    rows = SpaceGrant.objects.filter(pk__in=ids, content_object__community__in=_led(reader))
    return audit.called(rows, audit.within(_named("user"), F("content_object__name")))


def _links(ids: list[int], reader: Any) -> QuerySet:
    """For whoever knows both ends, as the link is (decision 31); one that has ended is measured likewise."""
    known = Community.objects.purpose_shown_to(reader).order_by().values("pk")
    is_shown = Q(pk__in=CommunityLink.objects.shown_to(reader).order_by().values("pk"))
    rows = CommunityLink.objects.filter(is_shown | Q(upper__in=known, lower__in=known), pk__in=ids)
    return audit.called(rows, audit.within(F("upper__name"), F("lower__name")))


def _spaces(ids: list[int], reader: Any) -> QuerySet:
    """Leaders see that a private space exists."""
    return audit.called(Space.objects.filter(pk__in=ids, community__in=_led(reader)), "name")


def register() -> None:
    """Class the verbs of this app, and say how its things are called."""
    audit.watch("people", PEOPLE, membership__role_changed=role_from_to)
    audit.watch("rooms", ROOMS, space__access_changed=from_to(Space.Access), spacegrant__given=role_given)
    audit.watch("doors", DOORS, invitation__sent=role_given, invitationlink__made=role_given)
    audit.watch(
        "settings",
        SETTINGS,
        community__changed=changed_fields,
        community__visibility_changed=from_to(Community.Visibility),
        phasechange__made=from_to(Community.Phase),
    )
    audit.watch("course", COURSE, announcement__halted=why_halted)
    audit.leave_out(*LEFT_OUT)
    person = "home:person"
    audit.name("communities.membership", _person(Membership, "person", "community"), person)
    for model in (RoleChange, TermChange, Exclusion, Representation):
        of_member = _person(model, "membership__person", "membership__community")
        audit.name(model._meta.label_lower, of_member, person)
    audit.name("communities.handover", _person(HandOver, "successor__person", "successor__community"), person)
    audit.name("communities.joinrequest", _person(JoinRequest, "person", "community"), person)
    audit.name("communities.space", _spaces)
    audit.name("communities.spacegrant", _grants)
    audit.name("communities.communitylink", _links)
    audit.name("communities.invitation", _thing(Invitation, "email"))
    audit.name("communities.invitationlink", _thing(InvitationLink, "label"))
    audit.name("communities.invitationlist", _thing(InvitationList, "file_name"))
    audit.name("communities.registrationquestion", _of_led(RegistrationQuestion, "text"))
    audit.name("communities.phasechange", _thing(PhaseChange, "sentence"))
    audit.name("communities.expectedresult", _thing(ExpectedResult, "text"))
    audit.name("communities.actionitem", _thing(ActionItem, "title"))
    audit.name("communities.announcement", _thing(Announcement, "title"))
    audit.name("communities.statement", _thing(Statement, "title"))
