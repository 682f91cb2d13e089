from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from core import seams
        from forums import effects, queries

        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_renamed.register(self.name, effects.renew_pages)
        seams.person_export.register(self.name, queries.export_person)
        seams.resolve.register("forums.discussion", queries.resolve_discussions, narrower=["discussion.held"])
        seams.resolve.register("forums.post", queries.resolve_posts)
        seams.resolve.register("forums.closing", queries.resolve_closings, narrower=["closing.drafted"])
        seams.resolve.register("forums.reopening", queries.resolve_reopenings)
