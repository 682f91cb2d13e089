"""Publishing an item, throwing a draft away, taking down and putting back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from library import actions
from library.forms.items import TakeDownForm
from library.rules import may_take_down
from library.views.fetching import item_of_somebody


@require_POST
def publish(request, pk):
    item = item_of_somebody(request, pk)
    try:
        is_new = actions.publish_item(item, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, _("It is in the library, and those who belong there are told."))
    return redirect(item)


@require_POST
def discard(request, pk):
    item = item_of_somebody(request, pk)
    try:
        actions.discard_item(item, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(item)
    messages.success(request, _("The draft is gone."))
    return redirect("library:items", item.community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request, pk):
    item = item_of_somebody(request, pk)
    is_allowed = may_take_down(request.user, item)
    require(is_allowed, _("Whoever contributed it, and those who keep the library, take it down."))
    if item.is_draft or item.is_taken_down:
        return redirect(item)
    form = TakeDownForm(posted(request))
    if form.is_valid():
        try:
            actions.take_down(item, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is taken down. You can put it back."))
        return redirect(item)
    context = {"item": item, "form": form}
    return render(request, "library/take_down.html", context, status=422 if form.errors else 200)


@require_POST
def put_back(request, pk):
    item = item_of_somebody(request, pk)
    try:
        is_back = actions.put_back(item, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if is_back:
            messages.success(request, _("It is back in the library."))
    return redirect(item)
