from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from activity.streams import keep_out
        from core import seams
        from notifications import effects, queries

        keep_out("digest.made")
        seams.membership_ended.register(
            self.name, lambda membership: effects.forget_community(membership.person, membership.community_id)
        )
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
