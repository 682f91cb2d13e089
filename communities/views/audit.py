"""Who changed what, for the leaders of a community."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.forms.audit import AuditForm
from communities.queries.audit import audit_of, folded, who_changed, whole_audit
from communities.views.fetching import standing_of_member
from core import paging
from core.permissions import require
from core.tables import csv_answer


def _leading(request, slug):
    standing = standing_of_member(request, slug)
    require(standing.is_leader, _("Leaders see who changed what."))
    return standing, AuditForm(request.GET, people=who_changed(standing.community))


@require_safe
def audit(request, slug):
    standing, form = _leading(request, slug)
    page = audit_of(standing.community, request.user, form.wanted, **paging.asked(request.GET))
    asked = request.GET.copy()
    for name in ("after", "before", *form.errors):
        asked.pop(name, None)
    lines = folded(page.rows)
    context = {"standing": standing, "form": form, "page": page, "lines": lines, "query": asked.urlencode()}
    template = "communities/audit.html#found" if request.htmx else "communities/audit.html"
    return render(request, template, context)


@require_safe
def audit_table(request, slug):
    """The newest of it as a table, with times by the community's clock.

    A file cannot say what was left out of the question, so that is asked on the page first.
    """
    standing, form = _leading(request, slug)
    if form.errors:
        return redirect(f"{reverse('communities:audit', args=[slug])}?{request.GET.urlencode()}")
    heads = [_("When (%(zone)s)") % {"zone": standing.community.zone}, _("Who"), _("What"), _("More"), _("About")]
    rows = (
        (f"{line.at:%Y-%m-%d %H:%M}", line.who, line.said, line.detail, line.about)
        for line in whole_audit(standing.community, request.user, form.wanted)
    )
    return csv_answer(f"changes-{slug}", heads, rows)
