"""What came of asking people in, for the team."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import queries
from communities.views.fetching import standing_of_asker
from core.tables import csv_answer


@require_safe
def funnel(request, slug):
    standing = standing_of_asker(request, slug)
    context = {"standing": standing, "funnel": queries.funnel_of(standing.community)}
    return render(request, "communities/funnel.html", context | {"days": queries.ACTIVE_WITHIN.days})


@require_safe
def funnel_table(request, slug):
    standing = standing_of_asker(request, slug)
    found = queries.funnel_of(standing.community)
    heads = [
        _("By"),
        _("What"),
        _("Invited"),
        _("Opened"),
        _("Accepted"),
        _("Active"),
        _("Declined"),
        _("Not answered"),
    ]
    kinds = {"single": _("single"), "list": _("list"), "link": _("link"), "total": ""}
    rows = [
        (kinds[row.kind], row.title, row.invited, row.opened, row.accepted, row.active, row.declined, row.waiting)
        for row in (*found.stages, found.total)
    ]
    return csv_answer(f"invitations-{slug}", heads, rows)


@require_safe
def waiting_table(request, slug):
    """Who has not answered yet (P29)."""
    standing = standing_of_asker(request, slug)
    heads = [_("E-mail address"), _("Invited by"), _("Sent"), _("Opened"), _("Open until")]
    rows = (
        (row.email, row.invited_by.name, _day(row.sent_at), _day(row.opened_at), _day(row.expires_at))
        for row in queries.unanswered(standing.community).iterator(chunk_size=1000)
    )
    return csv_answer(f"not-answered-{slug}", heads, rows)


def _day(moment):
    return moment and moment.date().isoformat()
