"""Pages on which a text is worded, with a preview at the same address (js/composer.js)."""

from django.http import HttpResponse
from django.shortcuts import render

from core.markdown import previewed


def asks_preview(request):
    return request.method == "POST" and request.GET.get("preview") == "markdown"


def show_wording(request, template, form, *, status=None, **context):
    return render(request, template, {"form": form, **context}, status=status or (422 if form.errors else 200))


def show_preview(request, template, form, **context):
    """How the text would look: with htmx its HTML alone, otherwise above the form, which keeps it."""
    html = previewed(form.data.get("markdown", ""))
    if request.htmx:
        return HttpResponse(html)
    return show_wording(request, template, form, preview=html, status=200, **context)
