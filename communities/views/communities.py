from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import actions, queries
from communities.forms import CommunityForm
from communities.models import Community
from core import paging
from core.errors import DomainError
from core.markdown import clean

COMMUNITIES_PER_PAGE = 20


@require_safe
def directory(request):
    page = paging.page(
        Community.objects.visible_to(request.user),
        key="slug",
        size=COMMUNITIES_PER_PAGE,
        **paging.asked(request.GET, clean),
    )
    standings = queries.standings_in(page.rows, request.user)
    return render(request, "communities/directory.html", {"page": page, "standings": standings})


@login_required
def new(request):
    form = CommunityForm(request.POST or None, initial={"time_zone": request.user.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            community = actions.start_community(
                actor=request.user, admission=Community.Admission.OPEN, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Your community is here. Tell people its address, and plan a first discussion.")
            )
            return redirect(community)
    return render(request, "communities/new.html", {"form": form})
