from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from core import seams
        from forums import queries
        from forums.effects import erasure, memberships
        from forums.queries import audited, held, promotions, reports, streams, topics
        from forums.queries.anonymous import resolve_questions, resolve_unmaskings
        from forums.queries.answering import answering
        from forums.queries.asking import resolve_asked
        from forums.queries.beats import beats
        from forums.queries.groups import resolve_groups
        from forums.queries.prompts import resolve_prompts
        from forums.queries.quiet import resolve_called_in
        from forums.queries.showing import resolve_shown
        from forums.queries.stages import resolve_stages
        from forums.queries.written import wrote_in
        from notifications import hearing, kinds

        streams.class_verbs()
        audited.register()
        seams.membership_ended.register(self.name, memberships.end_part)
        seams.erasure_begins.register(self.name, erasure.discussions_of)
        seams.person_erased.register(self.name, erasure.forget_person)
        seams.renaming_begins.register(self.name, erasure.discussions_showing)
        seams.person_renamed.register(self.name, erasure.rename_person)
        seams.person_export.register(self.name, queries.export_person)
        seams.said_in.register(queries.said_in)
        seams.wrote_in.register(self.name, wrote_in)
        seams.active_in.register(self.name, queries.active_in)
        seams.took_part.register(self.name, queries.took_part)
        seams.beats.register(self.name, beats)
        seams.waiting.register(queries.waiting)
        seams.taken_up.register(topics.taken_up)
        seams.came_from.register(self.name, promotions.came_from)
        seams.resolve.register("forums.promotion", promotions.resolve_promotions, narrower=["promotion.kept"])
        seams.resolve.register("forums.report", reports.resolve_reports)
        seams.resolve.register("forums.ruling", reports.resolve_rulings)
        seams.resolve.register("forums.heldpost", held.resolve_held, narrower=["post.kept_back"])
        seams.resolve.register("forums.discussion", queries.resolve_discussions, narrower=["discussion.held"])
        seams.resolve.register("forums.post", queries.resolve_posts)
        waiting = ["closing.drafted", "closing.waits"]
        seams.resolve.register("forums.closing", queries.resolve_closings, narrower=waiting)
        seams.resolve.register("forums.shownclosing", resolve_shown)
        seams.resolve.register("forums.stage", resolve_stages, narrower=["stage.last_ended"])
        seams.resolve.register("forums.reopening", queries.resolve_reopenings)
        seams.resolve.register("forums.privatenote", queries.resolve_notes)
        seams.answering.register(answering)
        seams.unseen.register("forums.post", queries.unseen_posts)
        seams.resolve.register("forums.asked", resolve_asked)
        seams.resolve.register("forums.poll", queries.resolve_polls)
        seams.resolve.register("forums.calledin", resolve_called_in)
        seams.resolve.register("forums.subgroup", resolve_groups)
        seams.resolve.register("forums.anonymousquestion", resolve_questions, narrower=["question.came_in"])
        seams.resolve.register("forums.unmasking", resolve_unmaskings)
        seams.resolve.register("forums.prompt", resolve_prompts, narrower=["prompt.missed"])
        hearing.register_scope("forums.discussion")
        kinds.register("mentioned", "post.mentioned", "promotion.kept")
        kinds.register("may_know", "question.asked", "discussion.called_in")
        kinds.register("answered", "post.replied")
        kinds.register("standing", "post.removed", "post.hidden")
        kinds.register("standing", "ruling.settled", "ruling.explained", "ruling.lifted", "ruling.confirmed")
        kinds.register("decide", "report.filed", "ruling.appealed", "post.kept_back")
        kinds.register("standing", "post.let_through", "post.turned_down")
        kinds.register("standing", "question.published", "question.declined", "question.unmasked")
        kinds.register("decide", "question.came_in")
        kinds.register("posts", "post.added", "post.steered", "discussion.moved", "poll.ended")
        kinds.register("opened", "discussion.opened", "discussion.reopened", "stage.begun")
        kinds.register("closed", "discussion.closed")
        kinds.register("tasks", "subgroup.placed", "subgroup.due", "subgroup.rapporteur")
        kinds.register("posts", "subgroup.reported")
        kinds.register("noted", "note.delivered")
        kinds.register("posts", "post.set_aside", "post.line_reopened", "closing.line_closed", "discussion.split")
        kinds.register("posts", "discussion.merged", "discussion.thrown_away")
        kinds.register("received", "post.reacted", "post.accepted")
        kinds.register("decide", "closing.drafted", "discussion.held", "stage.last_ended")
        kinds.register("decide", "closing.waits", "prompt.missed")
        kinds.register_news("opened", "discussion.opened", "discussion.reopened")
        kinds.register_news("closed", "discussion.closed")
        kinds.register_news("posts", "post.added", "post.replied", "post.steered", is_counted=True)
        kinds.register_personal("post.reacted", "post.accepted")
        kinds.register_personal("post.mentioned", "post.replied", "post.added", "note.delivered", "question.asked")
