"""Adding to a library, and putting right what is there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communities.queries.results import results_offered
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from library import actions
from library.errors import ItemStale
from library.forms.items import ItemForm, VersionForm
from library.queries.pages import item_page
from library.queries.spaces import spaces_to_add_in, usual_space
from library.rules import may_edit
from library.views.fetching import item_of_somebody, library_of, visible_item

THEIRS = gettext_lazy("Whoever contributed it, and those who keep the library, change it.")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug):
    standing = library_of(request, slug)
    spaces = spaces_to_add_in(standing)
    require(bool(spaces), _("Members who take part add to the library."))
    usual = usual_space(spaces)
    form = _sent(
        request,
        lambda data, refusal: ItemForm(
            data,
            sender=request.user,
            refusal=refusal,
            community=standing.community,
            results=results_offered(request.user, usual),
            spaces=spaces,
            initial={"language": standing.community.language, "authors": [request.user], "space": str(usual.pk)},
        ),
    )
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["kept"]
        try:
            item = actions.add_item(form.cleaned_data["space"], actor=request.user, file=file, **form.said)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The draft is kept. This is how it will look; publish it when it is ready."))
            return redirect(item)
    context = {"standing": standing, "form": form}
    return render(request, "library/form.html", context, status=422 if form.errors else 200)


def _sent(request, make):
    """The form that `make` gives for what was typed and what speaks against the file that came with it.

    A file that is taken is kept whatever else has to be mended: the form says so by its number.
    """
    if request.method != "POST":
        return make(None, "")
    data, refusal = request.POST.copy(), ""
    if "upload" in request.FILES:
        try:
            data["kept"] = str(actions.keep_file(request.FILES["upload"], actor=request.user).pk)
        except DomainError as error:
            refusal = str(error)
    return make(data, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    item = item_of_somebody(request, pk)
    require(may_edit(request.user, item), THEIRS)
    results = results_offered(request.user, item.space, now=item.result_id)
    form = ItemForm.of(item, sender=request.user, data=posted(request), results=results)
    meanwhile = None
    if form.is_bound and form.is_valid():
        try:
            actions.change_item(item, actor=request.user, **form.said)
        except ItemStale as error:
            meanwhile = visible_item(request, pk)
            form = form.again(meanwhile, str(error), sender=request.user, results=results)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(visible_item(request, pk))
    status = 409 if meanwhile else 422 if form.errors else 200
    context = {"item": item, "form": form, "meanwhile": meanwhile}
    return render(request, "library/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request, pk):
    """Every version of an item's file, and a place for the next."""
    item = item_of_somebody(request, pk)
    require(may_edit(request.user, item), THEIRS)
    form = _sent(request, lambda data, refusal: VersionForm(data, sender=request.user, refusal=refusal))
    if form.is_bound and form.is_valid():
        file, note = form.cleaned_data["kept"], form.cleaned_data["note"]
        try:
            actions.add_version(item, actor=request.user, file=file, note=note)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Readers get this file from now on."))
            return redirect(item)
    context = {"item": item, "page": item_page(item, request.user), "form": form}
    return render(request, "library/versions.html", context, status=422 if form.errors else 200)
