"""The page on which whoever runs a discussion writes its next questions, and puts them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.queries import use_clock_of
from communities.queries.audiences import audience_of
from core.errors import DomainError, Gone
from core.forms import posted
from core.markdown import previewed
from core.paging import number_in
from forums import actions
from forums.errors import PromptStale, ReadByMore
from forums.forms.fields import ask_again
from forums.forms.plans import OpenForm
from forums.forms.prompts import PromptForm
from forums.models import Prompt
from forums.queries import pages
from forums.queries.prompts import queue_of
from forums.views.doing import is_done
from forums.views.fetching import run_discussion


@require_http_methods(["GET", "HEAD", "POST"])
def prompts(request, pk):
    discussion = _run(request, pk)
    form = _form(request, discussion)
    if _is_preview(request):
        return _preview(request, discussion, form)
    if form.is_bound and form.is_valid():
        try:
            actions.queue_prompt(discussion, actor=request.user, **form.said)
        except ReadByMore as refusal:
            discussion = _run(request, pk)
            ask_again(form, discussion.space, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Your question waits here. Nobody but the team sees it until it is put."))
            return redirect("forums:prompts", discussion.pk)
    return _show(request, discussion, form)


@require_http_methods(["GET", "HEAD", "POST"])
def prompt(request, pk, prompt):
    """To change one that waits."""
    discussion, found = _found(request, pk, prompt)
    if found is None:
        raise Http404
    if not found.is_queued and request.method != "POST":
        return redirect(pages.address_of_post(found.post))
    form = _form(request, discussion, found)
    if _is_preview(request):
        return _preview(request, discussion, form, found)
    if form.is_bound and form.is_valid():
        try:
            actions.change_prompt(found, actor=request.user, **form.said)
        except PromptStale as refusal:
            form.over(found, str(refusal))
            return _show(request, discussion, form, found, theirs=found)
        except ReadByMore as refusal:
            discussion = _run(request, pk)
            ask_again(form, discussion.space, str(refusal))
        except Gone:
            raise  # there is nothing any more that could be changed
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("forums:prompts", discussion.pk)
    return _show(request, discussion, form, found)


@require_POST
def prompt_put(request, pk, prompt):
    discussion, found = _found(request, pk, prompt)
    form = OpenForm(request.POST)
    form.is_valid()
    if found:
        try:
            post = actions.put_prompt(found, actor=request.user, readers=form.cleaned_data["readers"])
        except Gone:
            pass
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect(pages.address_of_post(post))
    return redirect("forums:prompts", discussion.pk)


@require_POST
def prompt_move(request, pk, prompt):
    discussion, found = _found(request, pk, prompt)
    place = number_in(request.POST.get("place", ""))
    if found and place is not None:
        is_done(request, lambda: actions.move_prompt(found, actor=request.user, place=place))
    return redirect("forums:prompts", discussion.pk)


@require_POST
def prompt_drop(request, pk, prompt):
    """To throw it away; a second click finds it gone, which is what was wanted."""
    discussion, found = _found(request, pk, prompt)
    if found and is_done(request, lambda: actions.drop_prompt(found, actor=request.user)):
        messages.success(request, _("The question is thrown away."))
    return redirect("forums:prompts", discussion.pk)


def _run(request, pk):
    discussion = run_discussion(request, pk)
    use_clock_of(discussion.space.community, request.user)
    return discussion


def _found(request, pk, prompt):
    discussion = _run(request, pk)
    rows = Prompt.objects.visible_to(request.user).readable_by(request.user).select_related("by", "post__discussion")
    found = rows.filter(discussion=discussion, pk=prompt).first()
    if found:
        found.discussion = discussion
    return discussion, found


def _form(request, discussion, found=None):
    initial = {"readers": audience_of(discussion.space)}
    if found:
        initial |= {"text": found.markdown, "release_at": found.release_at, "version": found.version}
    return PromptForm(posted(request), zone=request.user.zone, prompt=found, initial=initial)


def _is_preview(request):
    return request.method == "POST" and "preview" in request.GET


def _preview(request, discussion, form, found=None):
    """How the question would look: with htmx its HTML alone, otherwise above the form. Nothing is stored."""
    html = previewed(request.POST.get("text", ""))
    if request.htmx:
        return HttpResponse(html)
    again = PromptForm(zone=request.user.zone, prompt=found, initial={name: form[name].value() for name in form.fields})
    return _show(request, discussion, again, found, preview=html)


def _show(request, discussion, form, found=None, **more):
    template = "forums/prompt.html" if found else "forums/prompts.html"
    context = {"discussion": discussion, "form": form, "prompt": found, **more}
    if found is None:
        context |= {"queue": queue_of(discussion, request.user), "readers": audience_of(discussion.space)}
    return render(request, template, context, status=422 if form.errors else 200)
