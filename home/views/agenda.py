"""What somebody may come to, wherever they belong."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.queries.agenda import agenda as agenda_of


@login_required
@require_safe
def agenda(request):
    is_own = request.GET.get("which") == "mine"
    return render(request, "home/agenda.html", {"weeks": agenda_of(request.user, is_own=is_own), "is_own": is_own})
