"""Questions to the columnists without a name: sending one, the columnists' desk, and what becomes of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Space
from communities.queries import use_clock_of
from communities.queries.audiences import audience_of
from communities.views.fetching import standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.markdown import previewed
from core.markdown import render as render_markdown
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore
from forums.forms.anonymous import DeclineForm, PublishForm, UnmaskForm, UnnamedForm
from forums.forms.fields import ask_again
from forums.models import AnonymousQuestion, Discussion
from forums.queries.anonymous import asked_in, asker_of, decided_in_column, unmasked_by, waiting_in_column
from forums.rules import has_columnists, may_answer_question, may_ask_columnists, may_unmask


@require_http_methods(["GET", "HEAD", "POST"])
def columnists(request, slug, space_slug):
    """Send a question without a name, and find again what one has sent."""
    spaces = Space.objects.visible_to(request.user).select_related("community")
    space = get_object_or_404(spaces, community__slug=slug, slug=space_slug)
    own, may_ask = asked_in(space, request.user), may_ask_columnists(request.user, space)
    require(may_ask or own.exists(), _("Members ask the columnists, where there are any."))
    use_clock_of(space.community, request.user)
    form = UnnamedForm(posted(request)) if may_ask else None
    context = {"space": space, "own": own, "form": form}
    if request.method != "POST":
        return render(request, "forums/columnists.html", context)
    require(may_ask, _("Members ask the columnists, where there are any."))
    if "preview" in request.GET:
        return _preview(request, "forums/columnists.html", context)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.ask_columnists(
                space,
                actor=request.user,
                title=said["title"],
                markdown=said["question"],
                submission=said["submission"],
            )
        except DomainError as refusal:
            form.add_error("question", str(refusal))
        else:
            messages.success(request, _("Sent, without your name. You hear as soon as the columnists have decided."))
            return redirect(made)
    return render(request, "forums/columnists.html", context, status=422)


def _preview(request, template, context):
    html = previewed(request.POST.get("question", ""))
    return HttpResponse(html) if request.htmx else render(request, template, context | {"preview": html})


@require_safe
def desk(request, slug):
    """What waits for the columnists, and what they decided."""
    standing = standing_of_member(request, slug)
    require(standing.holds("answer_questions"), _("The team answers for the column."))
    context = {
        "standing": standing,
        "waiting": waiting_in_column(standing.community, request.user),
        "decided": decided_in_column(standing.community, request.user),
    }
    return render(request, "forums/columnist_desk.html", context)


def _question(request, pk):
    found = AnonymousQuestion.objects.visible_to(request.user).select_related("space__community", "discussion")
    question = get_object_or_404(found.select_related("decided_by"), pk=pk)
    use_clock_of(question.community, request.user)
    return question


def _of_column(request, pk):
    """A question for the columnists; to whoever asked it, it is another page, and refused here."""
    question = _question(request, pk)
    require(not question.is_asked_by(request.user), _("You asked this yourself."))
    return question


@require_safe
def question(request, pk):
    return _show(request, _question(request, pk))


def _show(request, question, *, form=None, status=200):
    """As whoever asked finds it, also one of the columnists; or as the columnists do."""
    is_own = question.is_asked_by(request.user)
    decides = question.is_waiting and may_answer_question(request.user, question)
    unmasking = None if is_own else unmasked_by(question, request.user)
    seen = Discussion.objects.visible_to(request.user)
    context = {
        "question": question,
        "space": question.space,
        "community": question.community,
        "html": render_markdown(question.markdown),
        "is_own": is_own,
        "is_over": not question.space.is_writable,
        "is_heard": not (is_own and question.is_waiting) or has_columnists(question.space, request.user),
        "is_found": Space.objects.visible_to(request.user).filter(pk=question.space_id).exists(),
        "discussion": seen.filter(pk=question.discussion_id).first() if question.discussion_id else None,
        "looks": question.unmaskings.select_related("by").order_by("pk") if is_own else (),
        "form": form or (DeclineForm() if decides else None),
        "unmasking": unmasking,
        "asker": asker_of(question) if unmasking else None,
        "may_unmask": not is_own and unmasking is None and may_unmask(request.user, question),
    }
    return render(request, "forums/anonymous.html", context, status=status)


@require_POST
def take_back(request, pk):
    found = _question(request, pk)
    try:
        if actions.take_back_question(found, actor=request.user):
            messages.success(request, _("Taken back. Nobody but you reads it."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """The question once more, to be looked through before everybody reads it."""
    found = _of_column(request, pk)
    require(may_answer_question(request.user, found), _("The team answers for the column."))
    if not found.is_waiting and request.method != "POST":
        return redirect(found)
    initial = {"title": found.title, "question": found.markdown, "readers": audience_of(found.space)}
    form = PublishForm(posted(request), initial=initial)
    context = {"question": found, "space": found.space, "community": found.community, "form": form}
    if request.method == "POST" and "preview" in request.GET:
        return _preview(request, "forums/anonymous_publish.html", context)
    if form.is_valid():
        said = form.cleaned_data
        try:
            begun = actions.publish_question(
                found, actor=request.user, title=said["title"], markdown=said["question"], readers=said["readers"]
            )
        except ReadByMore as refusal:
            ask_again(form, found.space, str(refusal), at="question")
        except DomainError as refusal:
            form.add_error("question", str(refusal))
        else:
            messages.success(request, _("The question is open. The members of this space have been told."))
            return redirect(begun)
    return render(request, "forums/anonymous_publish.html", context, status=422 if form.errors else 200)


@require_POST
def turn_down(request, pk):
    found = _of_column(request, pk)
    require(may_answer_question(request.user, found), _("The team answers for the column."))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    try:
        actions.turn_down_question(found, actor=request.user, words=form.cleaned_data["words"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Not published. Whoever asked is told why."))
    return redirect("forums:columnist-desk", found.community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request, pk):
    """The reason comes first, the name afterwards."""
    found = _of_column(request, pk)
    require(may_unmask(request.user, found), _("Leaders may be shown who asked."))
    if request.method != "POST" and unmasked_by(found, request.user):
        return redirect(found)
    form = UnmaskForm(posted(request))
    if form.is_valid():
        try:
            actions.unmask(found, actor=request.user, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(found)
    context = {"question": found, "community": found.community, "form": form}
    return render(request, "forums/anonymous_unmask.html", context, status=422 if form.errors else 200)
