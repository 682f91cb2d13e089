from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self):
        from communities import effects, queries
        from core import seams

        seams.readable_spaces.register(self.name, queries.readable_space_ids)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
        seams.resolve.register("communities.community", queries.resolve_communities)
        seams.resolve.register("communities.membership", queries.resolve_memberships)
        seams.resolve.register("communities.spacegrant", queries.resolve_grants)
