"""The page on which whoever plans a discussion lays out items of the library for it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import posted
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.forms.material import LayOutForm, SoughtItemsForm, WhyForm
from forums.models import Material
from forums.queries.material import laid_out, offered
from forums.rules import may_change_plan
from forums.views.doing import is_done
from forums.views.fetching import visible_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def material(request, pk):
    discussion = _planned(request, pk)
    form = LayOutForm(posted(request), auto_id="sent-%s")
    if form.is_bound and form.is_valid():
        is_done(request, lambda: actions.lay_out(discussion, actor=request.user, item_id=form.cleaned_data["item"]))
        return redirect("forums:material", discussion.pk)
    return _show(request, discussion, form)


@require_POST
def material_explain(request, pk, row):
    """To whoever does not find the item in the library, neither it nor what was said of it is shown."""
    discussion, found = _found(request, pk, row, Material.objects.visible_to(request.user))
    form = WhyForm(request.POST, auto_id=f"row-{row}-%s")
    if found and not form.is_valid():
        return _show(request, discussion, form, found)
    if found:
        is_done(request, lambda: actions.explain_material(found, actor=request.user, **form.cleaned_data))
    return redirect("forums:material", discussion.pk)


@require_POST
def material_move(request, pk, row):
    discussion, found = _found(request, pk, row)
    place = number_in(request.POST.get("place", ""))
    if found and place is not None:
        is_done(request, lambda: actions.move_material(found, actor=request.user, place=place))
    return redirect("forums:material", discussion.pk)


@require_POST
def material_take_away(request, pk, row):
    """A second click finds it gone, which is what was wanted."""
    discussion, found = _found(request, pk, row)
    if found:
        is_done(request, lambda: actions.take_away(found, actor=request.user))
    return redirect("forums:material", discussion.pk)


def _planned(request, pk):
    discussion = visible_discussion(request, pk)
    require(may_change_plan(request.user, discussion), _("Whoever plans a discussion lays out its material."))
    return discussion


def _found(request, pk, row, among=Material.objects):
    discussion = _planned(request, pk)
    found = among.filter(discussion=discussion, pk=row).first()
    if found:
        found.discussion = discussion
    return discussion, found


def _show(request, discussion, sent, row=None):
    """`sent` may have something wrong in it: the line of `row`, or what was to be laid out."""
    sought = SoughtItemsForm(request.GET)
    rows = laid_out(discussion, request.user)
    for each in rows:
        if each.is_shown:
            line = WhyForm(initial={"why": each.why}, auto_id=f"row-{each.pk}-%s")
            each.form = sent if each == row else line
    items = offered(discussion, request.user, sought.wanted.get("q", ""))
    context = {"discussion": discussion, "rows": rows, "items": items, "sought": sought, "form": sent}
    return render(request, "forums/material.html", context, status=422 if sent.errors else 200)
