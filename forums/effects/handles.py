"""The handle of somebody who is erased, where people typed it in other texts than posts."""

from functools import reduce
from operator import or_

from django.db.models import Model, Q

from forums.effects.unsent import change_unsent
from forums.models import (
    Acknowledgement,
    AnonymousQuestion,
    Closing,
    ClosingRevision,
    Discussion,
    FollowOn,
    Grouping,
    HeldPost,
    LineMark,
    Material,
    Merge,
    Move,
    Option,
    Poll,
    Post,
    PrivateNote,
    Prompt,
    Reopening,
    Stage,
    Subgroup,
    Unsent,
)
from forums.queries.mentions import with_handle

# Where a row stands, and what people wrote in it. The slug follows the title by itself.
_WORDS: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Discussion: (
        "pk",
        (
            *("title", "slug", "objective", "question", "excerpt", "guidelines", "guidelines_html"),
            *("difficulties", "close_reason", "pause_reason"),
        ),
    ),
    LineMark: ("discussion", ("words",)),
    Option: ("poll__post__discussion", ("text",)),
    Poll: ("post__discussion", ("outcome",)),
    Stage: ("discussion", ("title", "help")),
    Grouping: ("discussion", ("task",)),
    Subgroup: ("grouping__discussion", ("name", "task")),
    Prompt: ("discussion", ("markdown",)),
    Material: ("discussion", ("why",)),
    Merge: ("marker__discussion", ("reason",)),
    Move: ("discussion", ("difficulties",)),
    Post: ("discussion", ("delete_reason",)),
    HeldPost: ("discussion", ("markdown", "words")),
    Closing: ("discussion", ("summary", "summary_html", "excerpt", "reason")),
    ClosingRevision: ("closing__discussion", ("summary", "reason")),
    Reopening: ("discussion", ("reason",)),
    Acknowledgement: ("closing__discussion", ("words",)),
    PrivateNote: ("closing__discussion", ("markdown", "html")),
    FollowOn: ("closing__discussion", ("title",)),
    AnonymousQuestion: ("discussion", ("title", "markdown", "words")),  # none while it waits
}


def discussions_holding(handle: str) -> set[int]:
    """The ids of the discussions around which somebody typed @handle."""
    return {
        pk
        for model, (discussion, columns) in _WORDS.items()
        for pk in model._base_manager.filter(_holds(handle, columns)).values_list(discussion, flat=True)
        if pk is not None
    }


def forget_in_words(old: str, new: str) -> None:
    """Put one handle in place of another there. Assumes that these discussions are locked."""
    for model, (_discussion, columns) in _WORDS.items():
        for row in model._base_manager.filter(_holds(old, columns)):
            for column in columns:
                length = getattr(model._meta.get_field(column), "max_length", None)  # the new one may be the longer
                setattr(row, column, with_handle(getattr(row, column), old, new)[:length])
            row.save(update_fields=columns)
    change_unsent(Unsent.objects.holding(f"@{old}"), lambda text: with_handle(text, old, new))


def _holds(handle: str, columns: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{column}__icontains": f"@{handle}"}) for column in columns))
