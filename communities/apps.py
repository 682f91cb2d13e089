from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self):
        from communities import effects, queries
        from communities.queries import (
            agenda,
            announcing,
            audited,
            chapters,
            coaching,
            handover,
            institutions,
            kinship,
            levels,
            members,
            plan,
            results,
            rhythm,
            spaces,
            statements,
            streams,
            suggestions,
        )
        from core import seams
        from notifications import kinds

        streams.class_verbs()
        seams.resolve.register("communities.charter", streams.resolve_charters)
        audited.register()
        seams.readable_spaces.register(queries.readable_space_ids)
        seams.own_spaces.register(queries.own_spaces)
        seams.resting.register(queries.resting)
        seams.erasure_begins.register(self.name, effects.communities_of)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
        seams.left_behind.register(self.name, queries.left_behind)
        seams.took_part.register(self.name, levels.took_part)
        seams.resolve.register("communities.invitation", queries.resolve_invitations)
        seams.resolve.register("communities.community", queries.resolve_communities)
        seams.resolve.register("communities.membership", queries.resolve_memberships)
        seams.resolve.register("communities.spacegrant", queries.resolve_grants)
        seams.resolve.register("communities.joinrequest", queries.resolve_requests)
        seams.resolve.register("communities.rolechange", queries.resolve_role_changes)
        seams.resolve.register("communities.termchange", members.resolve_term_changes)
        seams.resolve.register("communities.handover", handover.resolve_hand_overs)
        seams.resolve.register("communities.exclusion", queries.resolve_exclusions)
        seams.resolve.register("communities.expectedresult", results.resolve_results)
        seams.resolve.register("communities.actionitem", plan.resolve_items)
        seams.resolve.register("communities.actionplan", plan.resolve_plans)
        seams.resolve.register("communities.learningtopic", agenda.resolve_topics)
        seams.resolve.register("communities.statement", statements.resolve_statements)
        seams.resolve.register("communities.suggestion", suggestions.resolve_suggestions)
        seams.resolve.register("communities.announcement", announcing.resolve_announcements)
        kinds.register("announced", "announcement.announced")
        kinds.register("tasks", "expectedresult.entrusted", "expectedresult.moved", "expectedresult.shown")
        kinds.register("tasks", "actionitem.assigned", "actionitem.due", "actionitem.commented")
        kinds.register("tasks", "actionitem.taken", "actionitem.given_back")
        kinds.register("course", "actionplan.proposed", "actionplan.adopted")
        kinds.register("course", "learningtopic.scheduled", "learningtopic.put_off")
        kinds.register("course", "statement.published", "suggestion.answered")
        seams.resolve.register("communities.suggestionbox", suggestions.resolve_boxes)
        kinds.register("decide", "suggestionbox.filled")
        seams.resolve.register("communities.phasechange", chapters.resolve_phase_changes)
        seams.resolve.register("communities.approval", chapters.resolve_approvals)
        seams.resolve.register("communities.coachingrequest", coaching.resolve_coaching)
        kinds.register("decide", "coachingrequest.coach_asked")
        kinds.register("standing", "coachingrequest.coach_agreed", "coachingrequest.coach_declined")
        seams.resolve.register("communities.representation", institutions.resolve_representations)
        kinds.register("decide", "joinrequest.asked", "representation.claimed")
        kinds.register("standing", "representation.confirmed", "representation.unconfirmed")
        kinds.register("course", "phasechange.made", "community.visibility_changed")
        seams.resolve.register("communities.rhythm", rhythm.resolve_rhythms)
        kinds.register("decide", "rhythm.uneven")
        kinds.register("decide", "community.silent", "approval.wished")
        kinds.register("standing", "approval.granted", "approval.refused")
        kinds.register("standing", "invitation.sent", "invitation.reminded")
        kinds.register("decide", "invitation.accepted", "invitation.declined", "invitation.expired")
        kinds.register("standing", "joinrequest.approved", "joinrequest.turned_down")
        kinds.register("standing", "exclusion.suspended", "exclusion.removed", "exclusion.lifted")
        kinds.register("standing", "termchange.set", "termchange.passed")
        kinds.register("standing", "handover.lead_offered", "handover.lead_withdrawn", "handover.lead_lapsed")
        kinds.register("standing", "handover.lead_taken", "handover.lead_declined")
        kinds.register("standing", "membership.role_changed", "spacegrant.given")
        seams.resolve.register("communities.space", spaces.resolve_spaces)
        kinds.register("standing", "space.widened")
        seams.resolve.register("communities.communitylink", kinship.resolve_links)
        kinds.register("decide", "communitylink.link_proposed", "communitylink.link_withdrawn")
        kinds.register("decide", "communitylink.link_agreed", "communitylink.link_declined", "communitylink.link_ended")
