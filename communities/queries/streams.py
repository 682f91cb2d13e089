"""Which of the facts that communities record its stream shows, and which no stream ever does."""

from typing import Any

from activity.streams import keep_out, show
from communities.models import Charter
from core.seams import Resolved


def class_verbs() -> None:
    """Whatever says how somebody stands, what was asked, refused or suggested, and who runs what stays out."""
    show("people", "membership.joined", fold="joined")
    show("plan", "charter.changed", fold="charter")
    keep_out("charter.gone_through")
    show("plan", "phasechange.made", "statement.published")
    show("plan", "expectedresult.moved", "expectedresult.shown")
    show("plan", "actionplan.proposed", "actionplan.taken_back", "actionplan.adopted", "actionitem.moved")
    show("plan", "learningtopic.proposed", "learningtopic.scheduled")
    keep_out("membership.left", "membership.ended", "membership.paused", "membership.resumed")
    keep_out("membership.role_changed", "termchange.set", "termchange.passed")
    keep_out("exclusion.suspended", "exclusion.removed", "exclusion.lifted")
    keep_out("handover.lead_offered", "handover.lead_taken", "handover.lead_declined")
    keep_out("handover.lead_lapsed", "handover.lead_withdrawn")
    keep_out("facilitationnote.written", "facilitationnote.deleted")
    keep_out("joinrequest.asked", "joinrequest.approved", "joinrequest.turned_down", "joinrequest.withdrawn")
    keep_out("invitation.sent", "invitation.reminded", "invitation.accepted", "invitation.declined")
    keep_out("invitation.expired", "invitation.revoked", "invitationlink.made", "invitationlink.revoked")
    keep_out("invitationlist.confirmed", "invitationlist.stopped", "invitationlist.sent", "invitationlist.dropped")
    keep_out("registrationquestion.asked", "registrationquestion.changed", "registrationquestion.retired")
    keep_out("representation.claimed", "representation.confirmed", "representation.unconfirmed")
    keep_out("spacegrant.given", "spacegrant.changed", "spacegrant.ended")
    keep_out("space.opened", "space.access_changed", "space.changed", "space.moved")
    keep_out("space.archived", "space.unarchived", "space.widened")
    keep_out("community.started", "community.prepared", "community.changed", "community.visibility_changed")
    keep_out("community.roles_called", "community.looked_through", "community.silent", "suggestionbox.filled")
    keep_out("community.host_added", "community.host_removed", "rhythm.set", "rhythm.uneven")
    keep_out("break.added", "break.removed", "approval.wished", "approval.granted", "approval.refused")
    keep_out("communitylink.link_proposed", "communitylink.link_agreed", "communitylink.link_declined")
    keep_out("communitylink.link_withdrawn", "communitylink.link_ended")
    keep_out("expectedresult.entrusted", "actionitem.added", "actionitem.changed", "actionitem.assigned")
    keep_out("actionitem.taken", "actionitem.given_back", "actionitem.commented", "actionitem.due")
    keep_out("learningtopic.put_off", "learningtopic.answered")
    keep_out("announcement.drafted", "announcement.discarded", "announcement.announced", "announcement.halted")
    keep_out("statement.drafted", "statement.corrected", "statement.discarded", "statement.withdrawn")
    keep_out("suggestion.made", "suggestion.answered")
    keep_out("coachingrequest.coach_asked", "coachingrequest.coach_agreed", "coachingrequest.coach_declined")


def resolve_charters(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Charters that `reader` may read."""
    found = Charter.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {
        charter.pk: Resolved(
            title=charter.community.name,
            url=charter.get_absolute_url(),
            obj=charter,
            community_name=charter.community.name,
            list_id=charter.community.slug,
            thread=f"communities.charter.{charter.pk}",
        )
        for charter in found
    }
