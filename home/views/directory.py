from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries.kinship import umbrellas
from communities.queries.subjects import subjects_spoken_of
from core import paging
from core.markdown import clean
from home import queries
from home.forms import DirectoryForm


@require_safe
def directory(request):
    above = umbrellas(request.user)
    offered = {"subjects": subjects_spoken_of(request.user), "umbrellas": above}
    form = DirectoryForm(request.GET, is_signed_in=request.user.is_authenticated, **offered)
    found = queries.directory(request.user, form.wanted, above, **paging.asked(request.GET, clean))
    form.say_numbers(found.counts)
    template = "home/directory.html#found" if request.htmx else "home/directory.html"
    return render(request, template, {"form": form, "directory": found})
