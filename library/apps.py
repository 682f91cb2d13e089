from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self):
        from core import seams
        from library import effects
        from library.queries import audited, streams
        from library.queries.seams import active_in, export_person, resolve_items, took_part
        from notifications import kinds

        streams.class_verbs()
        audited.register()
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, export_person)
        seams.resolve.register("library.item", resolve_items)
        seams.took_part.register(self.name, took_part)
        seams.active_in.register(self.name, active_in)
        kinds.register("library", "item.published")
        kinds.register("standing", "item.taken_down", "item.put_back")
        kinds.register_news("library", "item.published")
        kinds.register_personal("item.published")
