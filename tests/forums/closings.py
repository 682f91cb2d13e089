"""What the tests of closings do and send, and who heard of it."""

from django.urls import reverse

from activity.models import Entry
from forums.actions import close_discussion
from forums.effects import draft_due
from forums.effects.drafts import Draft
from notifications.models import Notification, OutboxMessage

NO_ROWS = {f"{part}-{count}_FORMS": 0 for part in ("thanks", "notes", "links") for count in ("TOTAL", "INITIAL")}


def edit(closing, *, version=None, summary="We agreed [#2].", result="lesson", **beside):
    """An edit of `closing` as the actions take it, begun from its version or from another one."""
    return {"draft": Draft(summary, result, **beside), "version": closing.version if version is None else version}


def at(name, discussion):
    return reverse(f"forums:{name}", args=[discussion.pk])


def typed(draft, **changes):
    """The editor's form as a browser sends it, of a draft with three lines and no rows."""
    return (
        NO_ROWS
        | {
            "closing": draft.pk,
            "version": draft.version,
            "result": "lesson",
            "summary-prefix": ["## ", "- ", "- "],
            "summary-line": ["What was said", "First [#1]", "Second [#2]"],
        }
        | changes
    )


def drafted(discussion, moderator, reason="The question is answered."):
    close_discussion(discussion, actor=moderator, reason=reason)
    draft_due()
    discussion.refresh_from_db()
    return discussion.closings.unpublished().get()


def hearers(verb):
    """The names of those who were told of what has this verb."""
    rows = Notification.objects.filter(entry__verb=verb)
    return sorted(rows.values_list("recipient__display_name", flat=True))


def mailed(verb):
    """The names of those to whom a letter about it is due or was sent."""
    rows = OutboxMessage.objects.filter(entry__verb=verb)
    return sorted(rows.values_list("recipient__display_name", flat=True))


def deeds():
    """(verb, who did it) of all that was recorded, in its order."""
    return list(Entry.objects.order_by("pk").values_list("verb", "actor__display_name"))
