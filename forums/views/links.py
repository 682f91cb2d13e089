from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.queries.linking import linkable

LONGEST = 100


@require_safe
@login_required
def links(request):
    """What the reader may link to: the options of the list that opens while they look for a title."""
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    return render(request, "forums/_links.html", {"found": linkable(request.user, text)})
