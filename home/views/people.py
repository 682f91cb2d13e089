from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.queries import visible_people
from core import paging
from core.markdown import clean
from home import queries
from home.forms import PeopleForm


@require_safe
@login_required
def people(request):
    form = PeopleForm(request.GET)
    page = queries.people(request.user, form.wanted, **paging.asked(request.GET, clean))
    template = "home/people.html#found" if request.htmx else "home/people.html"
    return render(request, template, {"form": form, "page": page})


@require_safe
def person(request, handle):
    person = get_object_or_404(visible_people(request.user), handle=handle)
    return render(request, "home/person.html", {"profile": queries.profile(person, request.user)})
