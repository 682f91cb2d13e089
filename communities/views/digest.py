"""What members find in their digest, for those who run a community."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.queries.digest import digest_of_anybody
from communities.rules import may_announce
from communities.views.fetching import require_here, standing_of_member

DAYS = {"1": 1, "7": 7}


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request, slug):
    """Asked for by POST, because somebody is made for it who is gone before the answer."""
    standing = standing_of_member(request, slug)
    require_here(may_announce, standing, _("The team looks at what the digest holds."))
    context = {"standing": standing, "days": DAYS.get(request.POST.get("days", ""), 1)}
    if request.method == "POST":
        since = timezone.now() - timedelta(days=context["days"])
        context["digest"] = digest_of_anybody(standing.community, since=since, language=request.user.language)
    return render(request, "communities/digest.html", context)
