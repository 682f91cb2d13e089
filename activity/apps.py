from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "activity"

    def ready(self):
        from activity import effects, queries
        from core import seams

        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
