from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from core import seams
        from notifications import effects, queries

        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
