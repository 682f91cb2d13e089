"""Taking a post as the answer to the question, and taking that back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions
from forums.queries import pages
from forums.views.fetching import visible_post


@require_POST
def accept(request, pk):
    post = visible_post(request, pk)
    if actions.accept_answer(post, actor=request.user):
        messages.success(request, _("It stands beneath the question now, and its author is told."))
    return redirect(pages.address_of_post(post))


@require_POST
def unaccept(request, pk):
    post = visible_post(request, pk)
    if actions.take_back_answer(post, actor=request.user):
        messages.success(request, _("The question is without an answer again."))
    return redirect(pages.address_of_post(post))
