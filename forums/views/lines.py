"""What a moderator does to a line of a discussion: a post with all that stands beneath it."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.queries.audiences import audience_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore, SplitMeanwhile
from forums.forms.fields import ask_again
from forums.forms.lines import AsideForm, CloseLineForm, MoveLineForm, SplitForm
from forums.queries import pages
from forums.queries.lines import count_of
from forums.rules import may_run, may_split
from forums.views.fetching import visible_post


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request, pk):
    said = _("The branch is folded now. Everybody may still open it.")
    return _deed(request, pk, AsideForm, actions.set_aside, "forums/line_aside.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_in(request, pk):
    said = _("The branch stands among the others again.")
    return _deed(request, pk, forms.Form, actions.take_back_in, "forums/line_on_topic.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk):
    said = _("The branch is closed. Those who wrote in it are told.")
    return _deed(request, pk, CloseLineForm, actions.close_line, "forums/line_close.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, pk):
    said = _("The branch is open again. Those who wrote in it are told.")
    return _deed(request, pk, forms.Form, actions.reopen_line, "forums/line_reopen.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk):
    """Beneath another post of the discussion, or on its first level."""
    post = post_to_steer(request, pk)
    form = MoveLineForm(posted(request), discussion=post.discussion)
    if form.is_bound and form.is_valid():
        try:
            moved = actions.move_line(post, actor=request.user, parent=form.cleaned_data["beneath"])
        except DomainError as refusal:
            form.add_error("beneath", str(refusal))
        else:
            messages.success(request, _("The branch stands here now."))
            return redirect(pages.address_of_post(moved))
    return _show(request, "forums/line_move.html", post, form, count=count_of(post))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request, pk):
    """Into a discussion of its own, with a title and a question."""
    post = post_to_steer(request, pk)
    require(may_split(request.user, post.discussion))
    form = SplitForm(posted(request), initial={"readers": audience_of(post.space), "found_in": post.discussion_id})
    went_on = None
    if form.is_bound and form.is_valid():
        wish = form.cleaned_data
        source_id = wish.pop("found_in") or post.discussion_id
        try:
            target = actions.split_line(post, source_id=source_id, actor=request.user, **wish)
        except ReadByMore as refusal:
            ask_again(form, post_to_steer(request, pk).space, str(refusal), at="question")
        except SplitMeanwhile as refusal:
            form.add_error(None, str(refusal))
            went_on = post_to_steer(request, pk).discussion
        except DomainError as refusal:
            form.add_error("question", str(refusal))
        else:
            messages.success(request, _("The branch goes on here. Those who wrote in it or follow are told."))
            return redirect(target)
    return _show(request, "forums/line_split.html", post, form, count=count_of(post), went_on=went_on)


def _deed(request, pk, form_class, action, template, said):
    """Ask for what the deed needs, and do it."""
    post = post_to_steer(request, pk)
    form = form_class(posted(request), initial={"readers": audience_of(post.space)})
    if form.is_bound and form.is_valid():
        try:
            action(post, actor=request.user, **form.cleaned_data)
        except ReadByMore as refusal:
            ask_again(form, post_to_steer(request, pk).space, str(refusal), at=None)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(pages.address_of_post(visible_post(request, pk)))
    return _show(request, template, post, form)


def _show(request, template, post, form, **more):
    context = {"post": post, "discussion": post.discussion, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def post_to_steer(request, pk):
    """A post, for whoever runs its discussion: a stranger learns nothing, a member that it is not theirs to do."""
    post = visible_post(request, pk)
    if not request.user.is_authenticated:
        raise Http404
    require(may_run(request.user, post.discussion), _("Moderators and leaders run discussions here."))
    return post
