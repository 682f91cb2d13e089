"""Putting a question to those who may know."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.forms.asking import AskForm
from forums.models import Asked
from forums.queries.asking import is_answered, who_may_know
from forums.rules import may_ask_members
from forums.views.fetching import discussion_alone


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    """Whom the question might be put to, and putting it to those who are chosen."""
    discussion = discussion_alone(request, pk)
    require(
        may_ask_members(request.user, discussion, is_answered=is_answered(discussion)),
        _("An open question is put to others by whoever asked it, or by members as long as nobody has answered."),
    )
    asked = [row.person for row in discussion.asked.select_related("person").order_by("pk")]
    offered = who_may_know(discussion, request.user)
    form = AskForm(posted(request), people=[*offered, *asked])
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.ask_members(discussion, actor=request.user, people=form.cleaned_data["people"])
        except DomainError as refusal:
            form.add_error("people", str(refusal))
        else:
            if rows:
                messages.success(request, _said(rows))
            return redirect(discussion)
    chosen = {int(pk) for pk in request.POST.getlist("people") if pk.isdecimal() and len(pk) < 19}
    context = {
        "discussion": discussion,
        "form": form,
        "offered": offered,
        "asked": asked,
        "chosen": chosen,
        "left": max(0, Asked.MOST_OF_A_QUESTION - len(asked)),
    }
    return render(request, "forums/ask.html", context, status=422 if form.errors else 200)


def _said(rows):
    said = ngettext("%(names)s is asked, and told at once.", "%(names)s are asked, and told at once.", len(rows))
    return said % {"names": ", ".join(row.person.name for row in rows)}


@require_POST
def not_me(request, pk):
    """Whoever was asked cannot help with this one; whoever said so at home stays there."""
    discussion = discussion_alone(request, pk)
    asked = get_object_or_404(discussion.asked.select_related("discussion__space"), person=request.user.pk)
    if actions.pass_on(asked, actor=request.user):
        messages.success(request, _("Thank you for saying so. Nobody else is told but whoever asked."))
    return redirect("home:home" if request.POST.get("from") == "home" else discussion)
