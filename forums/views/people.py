from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.permissions import require
from forums.queries.mentions import OFFERED, people_to_name
from forums.queries.people import why_silent
from forums.rules import may_post
from forums.views.fetching import visible_discussion


@require_safe
def people(request, pk):
    """Whom the reader may name here: the options of the list that opens while they type a name."""
    discussion = visible_discussion(request, pk)
    require(may_post(request.user, discussion), why_silent(request.user, discussion))
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    found = people_to_name(discussion, request.user, text)[:OFFERED]
    return render(request, "forums/_people.html", {"people": found})
