from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self):
        from communities import effects, queries
        from communities.queries import agenda, chapters, members, plan, results
        from core import seams
        from notifications import kinds

        seams.readable_spaces.register(queries.readable_space_ids)
        seams.own_spaces.register(queries.own_spaces)
        seams.resting.register(queries.resting)
        seams.erasure_begins.register(self.name, effects.lock_communities_of)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
        seams.left_behind.register(self.name, queries.left_behind)
        seams.resolve.register("communities.invitation", queries.resolve_invitations)
        seams.resolve.register("communities.community", queries.resolve_communities)
        seams.resolve.register("communities.membership", queries.resolve_memberships)
        seams.resolve.register("communities.spacegrant", queries.resolve_grants)
        seams.resolve.register("communities.joinrequest", queries.resolve_requests)
        seams.resolve.register("communities.rolechange", queries.resolve_role_changes)
        seams.resolve.register("communities.termchange", members.resolve_term_changes)
        seams.resolve.register("communities.exclusion", queries.resolve_exclusions)
        seams.resolve.register("communities.expectedresult", results.resolve_results)
        seams.resolve.register("communities.actionitem", plan.resolve_items)
        seams.resolve.register("communities.actionplan", plan.resolve_plans)
        seams.resolve.register("communities.learningtopic", agenda.resolve_topics)
        kinds.register("tasks", "expectedresult.entrusted", "expectedresult.moved", "expectedresult.shown")
        kinds.register("tasks", "actionitem.assigned", "actionitem.due", "actionitem.commented")
        kinds.register("course", "actionplan.proposed", "actionplan.adopted")
        kinds.register("course", "learningtopic.scheduled", "learningtopic.put_off")
        seams.resolve.register("communities.phasechange", chapters.resolve_phase_changes)
        seams.resolve.register("communities.approval", chapters.resolve_approvals)
        kinds.register("decide", "joinrequest.asked")
        kinds.register("course", "phasechange.made")
        kinds.register("decide", "community.silent", "approval.wished")
        kinds.register("standing", "approval.granted", "approval.refused")
        kinds.register("standing", "invitation.sent", "invitation.reminded")
        kinds.register("decide", "invitation.accepted", "invitation.declined", "invitation.expired")
        kinds.register("standing", "joinrequest.approved", "joinrequest.turned_down")
        kinds.register("standing", "exclusion.suspended", "exclusion.removed", "exclusion.lifted")
        kinds.register("standing", "termchange.set", "termchange.passed")
        kinds.register("standing", "membership.role_changed", "spacegrant.given")
