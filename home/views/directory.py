from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import paging
from core.markdown import clean
from home import queries
from home.forms import DirectoryForm


@require_safe
def directory(request):
    languages = queries.languages_spoken(request.user)
    form = DirectoryForm(request.GET, languages=languages, is_signed_in=request.user.is_authenticated)
    context = {
        "form": form,
        "directory": queries.directory(request.user, form.wanted, **paging.asked(request.GET, clean)),
    }
    template = "home/directory.html#found" if request.htmx else "home/directory.html"
    return render(request, template, context)
