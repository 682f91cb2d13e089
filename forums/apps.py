from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from core import seams
        from forums import effects, queries
        from forums.effects import memberships
        from forums.queries import reports
        from notifications import kinds

        seams.membership_ended.register(self.name, memberships.unfollow_all)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_renamed.register(self.name, effects.renew_pages)
        seams.person_export.register(self.name, queries.export_person)
        seams.said_in.register(queries.said_in)
        seams.active_in.register(self.name, queries.active_in)
        seams.reports_waiting.register(reports.reports_waiting)
        seams.resolve.register("forums.report", reports.resolve_reports)
        seams.resolve.register("forums.ruling", reports.resolve_rulings)
        seams.resolve.register("forums.discussion", queries.resolve_discussions, narrower=["discussion.held"])
        seams.resolve.register("forums.post", queries.resolve_posts)
        seams.resolve.register("forums.closing", queries.resolve_closings, narrower=["closing.drafted"])
        seams.resolve.register("forums.reopening", queries.resolve_reopenings)
        seams.resolve.register("forums.privatenote", queries.resolve_notes)
        seams.unseen.register("forums.post", queries.unseen_posts)
        kinds.register("mentioned", "post.mentioned")
        kinds.register("answered", "post.replied")
        kinds.register("standing", "post.removed", "post.hidden")
        kinds.register("standing", "ruling.settled", "ruling.explained", "ruling.lifted", "ruling.confirmed")
        kinds.register("decide", "report.filed", "ruling.appealed")
        kinds.register("posts", "post.added")
        kinds.register("opened", "discussion.opened", "discussion.reopened")
        kinds.register("closed", "discussion.closed")
        kinds.register("noted", "note.delivered")
        kinds.register("decide", "closing.drafted", "discussion.held")
        kinds.register_news("opened", "discussion.opened", "discussion.reopened")
        kinds.register_news("closed", "discussion.closed")
        kinds.register_news("posts", "post.added", "post.replied", is_counted=True)
