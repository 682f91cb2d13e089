from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self):
        from communities import effects, queries
        from core import seams
        from notifications import kinds

        seams.readable_spaces.register(self.name, queries.readable_space_ids)
        seams.own_spaces.register(self.name, queries.own_spaces)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
        seams.left_behind.register(self.name, queries.left_behind)
        seams.resolve.register("communities.community", queries.resolve_communities)
        seams.resolve.register("communities.membership", queries.resolve_memberships)
        seams.resolve.register("communities.spacegrant", queries.resolve_grants)
        kinds.register("standing", "membership.role_changed", "spacegrant.given")
