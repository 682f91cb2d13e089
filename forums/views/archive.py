"""The discussions of a community by the month in which they were opened."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.queries.archive import months_there, opened_in, years_of
from forums.views.fetching import standing_inside


@require_safe
def archive(request, slug):
    standing = standing_inside(request, slug)
    years = years_of(months_there(request.user, standing.community))
    return render(request, "forums/archive.html", {"standing": standing, "years": years})


@require_safe
def month(request, slug, year, month):
    """One in which the reader sees something; other months do not exist."""
    standing = standing_inside(request, slug)
    months = months_there(request.user, standing.community)
    here = next((at for at, each in enumerate(months) if (each.first.year, each.first.month) == (year, month)), None)
    if here is None:
        raise Http404
    first = date(year, month, 1)
    context = {
        "standing": standing,
        "first": first,
        "page": opened_in(request.user, standing.community, first, after=request.GET.get("after", "")),
        "later": months[here - 1] if here else None,
        "earlier": months[here + 1] if here + 1 < len(months) else None,
    }
    return render(request, "forums/archive_month.html", context)
