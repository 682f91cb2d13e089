"""Whoever saves a summary hears at once which of its citations lead nowhere."""

from django.contrib import messages
from django.utils.translation import ngettext

from forums.queries.closings import cited_in_vain

_MOST = 5


def warn_of_citations(request, discussion, markdown):
    missing = cited_in_vain(discussion, markdown)
    if not missing:
        return
    said = ngettext(
        "No post here has the number %(numbers)s, or it was removed: what cites it leads nowhere.",
        "No posts here have the numbers %(numbers)s, or they were removed: what cites them leads nowhere.",
        len(missing),
    )
    numbers = ", ".join(map(str, missing[:_MOST])) + ("…" if len(missing) > _MOST else "")
    messages.warning(request, said % {"numbers": numbers})
