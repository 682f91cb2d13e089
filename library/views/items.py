"""The library of a community, and what is in it."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.forms.finding import ItemsForm
from library.queries.lists import item_list, set_aside, subjects_there
from library.queries.pages import item_page
from library.queries.spaces import adds_somewhere
from library.views.fetching import library_of, visible_item


@require_safe
def items(request, slug):
    standing = library_of(request, slug)
    form = ItemsForm(request.GET, subjects=subjects_there(request.user, standing.community))
    after = request.GET.get("after", "")
    is_beginning = not after and not form.is_narrowed
    context = {
        "standing": standing,
        "form": form,
        "found": item_list(request.user, standing.community, form.wanted, after=after),
        "aside": set_aside(request.user, standing.community) if is_beginning and not request.htmx else [],
        "may_add": adds_somewhere(standing),
    }
    return render(request, "library/items.html#found" if request.htmx else "library/items.html", context)


@require_safe
def item(request, pk, slug=""):
    found = visible_item(request, pk)
    if slug != found.slug:
        query = request.META["QUERY_STRING"]
        return HttpResponseRedirect(f"{found.get_absolute_url()}{'?' if query else ''}{query}")
    page = item_page(found, request.user)
    return render(request, "library/item.html", {"page": page, "item": found})
