"""Which of the facts that forums record a community's stream shows, and which no stream ever does."""

from activity.streams import keep_out, show


def class_verbs() -> None:
    """What is planned, removed, held back, reported, decided, noted or put to one person stays out."""
    show("talk", "discussion.opened", "discussion.reopened")
    show("talk", "post.added", "post.replied", "post.steered", fold="wrote")
    show("closings", "discussion.closed")
    keep_out("discussion.planned", "discussion.plan_changed", "discussion.held", "discussion.locked")
    keep_out("discussion.thrown_away")
    keep_out("discussion.imported", "discussion.moved", "closing.drafted", "closing.corrected")
    keep_out("stage.begun", "stage.last_ended")
    keep_out("closing.waits")
    keep_out("poll.ended", "poll.concluded")
    keep_out("discussion.parted", "subgroup.placed", "subgroup.reported", "subgroup.due", "subgroup.rapporteur")
    keep_out("prompt.queued", "prompt.changed", "prompt.dropped", "prompt.put", "prompt.missed")
    keep_out("post.set_aside", "post.taken_back_in", "post.line_reopened", "closing.line_closed")
    keep_out("discussion.merged", "discussion.called_in")
    keep_out("post.line_moved", "discussion.split", "discussion.slowed", "discussion.paused", "discussion.resumed")
    keep_out("post.reacted", "post.accepted", "post.unaccepted")
    keep_out("post.edited", "post.withdrawn", "post.removed", "post.restored", "post.hidden", "post.mentioned")
    keep_out("post.kept_back", "post.let_through", "post.turned_down", "post.taken_back")
    keep_out("report.filed", "ruling.settled", "ruling.explained", "ruling.lifted", "ruling.undone")
    keep_out("ruling.appealed", "ruling.confirmed", "note.delivered")
    keep_out("tag.renamed", "tag.joined")
    keep_out("importedsender.claimed", "importedsender.given_back", "listarchive.confirmed")
    keep_out("question.came_in", "question.published", "question.declined", "question.unmasked")
    keep_out("question.asked", "question.passed_on", "shownclosing.put_up", "shownclosing.taken_down", "promotion.kept")
