from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import effects, queries
        from core import seams

        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, queries.export_person)
