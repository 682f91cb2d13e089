"""The action plan: what stands on it, and what its members say to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.errors import DayOver
from communities.forms.plan import AdoptForm, CommentForm, ItemForm, MoveForm, VoiceForm
from communities.queries.plan import comments_on, giver_of, plan_of
from communities.rules import may_adopt_plan, may_answer_plan, may_move_item, may_plan_actions
from communities.views.fetching import require_here, standing_inside
from core.errors import DomainError, Stale
from core.forms import posted


@require_safe
def plan(request, slug):
    return _show_plan(request, standing_inside(request, slug))


def _show_plan(request, standing, form=None):
    shown = plan_of(standing, request.user)
    if form is not None and not shown.is_before_members:
        messages.error(request, _("The plan is not before the members just now."))
        return redirect("communities:plan", standing.community.slug)
    if form is None and shown.own_voice:
        voice = shown.own_voice
        form = VoiceForm(initial={"agrees": "yes" if voice.agrees else "no", "comment": voice.comment})
    context = {"standing": standing, "shown": shown, "form": form or VoiceForm()}
    return render(request, "communities/plan.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request, slug):
    standing = standing_inside(request, slug)
    require_here(may_plan_actions, standing, _("Moderators and leaders write the action plan."))
    form = ItemForm(posted(request), community=standing.community)
    if form.is_valid():
        submission = form.cleaned_data["submission"]
        try:
            actions.add_item(standing.community, actor=request.user, submission=submission, **form.answers)
        except DayOver as refusal:
            form.add_error("due_on", str(refusal))
        except DomainError as refusal:
            form.add_error("owner", str(refusal))
        else:
            messages.success(request, _("It stands on the plan."))
            return redirect("communities:plan", slug)
    return _show_form(request, standing, form)


def _show_form(request, standing, form, *, status=None, **more):
    context = {"standing": standing, "form": form, **more}
    return render(request, "communities/plan_form.html", context, status=status or (422 if form.errors else 200))


def _item(standing, pk):
    found = standing.community.action_items.select_related("owner", "result", "community", "created_by")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def item_change(request, slug, pk):
    standing = standing_inside(request, slug)
    item = _item(standing, pk)
    require_here(may_plan_actions, standing, _("Moderators and leaders write the action plan."))
    form = ItemForm(posted(request), instance=item, community=standing.community)
    if form.is_valid():
        try:
            actions.change_item(item, actor=request.user, version=form.cleaned_data["version"], **form.answers)
        except Stale as refusal:
            return _change_again(request, standing, item, form, str(refusal))
        except DayOver as refusal:
            form.add_error("due_on", str(refusal))
        except DomainError as refusal:
            form.add_error("owner", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(item)
    return _show_form(request, standing, form, item=item)


def _change_again(request, standing, item, form, refusal):
    """What was typed, over the item as it is now, which is shown too. Sent again, it replaces it."""
    item = _item(standing, item.pk)
    again = ItemForm(form.data.copy(), instance=item, community=standing.community)
    again.data["version"] = item.version
    again.add_error(None, refusal)
    return _show_form(request, standing, again, item=item, meanwhile=item, status=409)


@require_safe
def item(request, slug, pk):
    standing = standing_inside(request, slug)
    return _show_item(request, standing, _item(standing, pk))


def _show_item(request, standing, item, form=None):
    context = {
        "standing": standing,
        "item": item,
        "comments": comments_on(item, standing),
        "form": form or CommentForm(),
        "may_plan": may_plan_actions(request.user, standing.community),
        "may_answer": may_answer_plan(request.user, standing.community),
        "giver": giver_of(item) if item.owner_id == request.user.pk else None,
        "moves": MoveForm(initial={"state": item.state}) if may_move_item(request.user, item) else None,
    }
    return render(request, "communities/plan_item.html", context, status=422 if form else 200)


@require_POST
def item_move(request, slug, pk):
    item = _item(standing_inside(request, slug), pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how far it is."))
    elif actions.move_item(item, actor=request.user, state=form.cleaned_data["state"]):
        messages.success(request, _("Saved."))
    return redirect(item)


@require_POST
def item_take(request, slug, pk):
    item = _item(standing_inside(request, slug), pk)
    try:
        actions.take_item(item, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is yours now. Thank you."))
    return redirect(item)


@require_POST
def item_give_back(request, slug, pk):
    item = _item(standing_inside(request, slug), pk)
    if actions.give_item_back(item, actor=request.user):
        messages.success(request, _("It waits for somebody else now."))
    return redirect(item)


@require_POST
def item_comment(request, slug, pk):
    standing = standing_inside(request, slug)
    item = _item(standing, pk)
    require_here(may_answer_plan, standing, _("Members say what they think of the plan."))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show_item(request, standing, item, form)
    actions.comment_on_item(item, actor=request.user, **form.cleaned_data)
    messages.success(request, _("Your comment stands beneath."))
    return redirect(item)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug):
    """What it means to put the plan before the members; and the doing of it."""
    if request.method == "POST":
        return _do(request, slug, actions.propose_plan, _("The plan is before the members, who are told."))
    standing = standing_inside(request, slug)
    require_here(may_plan_actions, standing, _("Moderators and leaders write the action plan."))
    shown = plan_of(standing, request.user)
    if shown.is_before_members:
        return redirect("communities:plan", slug)
    return render(request, "communities/plan_propose.html", {"standing": standing, "shown": shown})


@require_POST
def take_back(request, slug):
    return _do(request, slug, actions.take_plan_back, _("The plan is before the members no longer."))


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request, slug):
    """What the members have said so far; and that they have adopted the plan."""
    standing = standing_inside(request, slug)
    require_here(may_adopt_plan, standing, _("Leaders write down that the plan is adopted."))
    shown = plan_of(standing, request.user)
    if not shown.is_before_members:
        if request.method == "POST" and not shown.is_adopted:
            messages.error(request, _("Put the plan before the members first."))
        return redirect("communities:plan", slug)
    form = AdoptForm(posted(request), initial={"round": shown.plan.round})
    if form.is_valid():
        try:
            actions.adopt_plan(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("communities:plan-adopt", slug)
        messages.success(request, _("The plan is adopted, and the members are told."))
        return redirect("communities:plan", slug)
    context = {"standing": standing, "shown": shown, "form": form}
    return render(request, "communities/plan_adopt.html", context, status=422 if form.errors else 200)


def _do(request, slug, deed, said):
    standing = standing_inside(request, slug)
    try:
        deed(standing.community, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("communities:plan", slug)


@require_POST
def answer(request, slug):
    standing = standing_inside(request, slug)
    require_here(may_answer_plan, standing, _("Members say what they think of the plan."))
    form = VoiceForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_plan(standing.community, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. You can change your answer while the plan is before the members."))
        return redirect("communities:plan", slug)
    return _show_plan(request, standing, form)
