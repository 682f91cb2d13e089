from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.markdown import render as render_markdown
from core.permissions import require
from forums import actions
from forums.forms import ReplyForm
from forums.models import Post
from forums.queries import pages
from forums.rules import may_post
from forums.views.fetching import visible_discussion


@require_safe
def post(request, pk):
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("discussion"), pk=pk)
    return redirect(pages.address_of_post(found))


@require_safe
def post_by_number(request, pk, number):
    found = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("discussion"), discussion=pk, number=number
    )
    return redirect(pages.address_of_post(found))


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """A page, or with htmx a form in place, in which one post or the question is answered; and the sending of it."""
    discussion = visible_discussion(request, pk)
    if request.method == "POST":
        return _send(request, discussion)
    require(may_post(request.user, discussion), _("Only members write here."))
    if not discussion.is_open:
        return redirect(discussion)
    answered = _answered(discussion, request.GET.get("to", ""))
    return _show_form(request, discussion, answered, ReplyForm(auto_id=_ids(answered)))


def _send(request, discussion):
    answered = _answered(discussion, request.POST.get("to", ""))
    form = ReplyForm(request.POST, auto_id=_ids(answered))
    if form.is_valid():
        said = form.cleaned_data
        try:
            added = actions.reply(
                discussion,
                actor=request.user,
                markdown=said["text"],
                submission=said["submission"],
                parent=answered,
            )
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return _show_added(request, discussion, added, answered)
    return _show_form(request, discussion, answered, form, status=422)


def _show_added(request, discussion, added, answered):
    if not request.htmx:
        return redirect(pages.address_of_post(added))
    found = visible_discussion(request, discussion.pk)
    context = {
        "discussion": found,
        "reader": pages.reader_of(found, request.user),
        "post": pages.post_row(found, added.pk),
        "answered": answered,
        "form": ReplyForm(),
    }
    return render(request, "forums/_added.html", context)


@require_POST
def preview(request, pk):
    """How a text would look: with htmx its HTML alone, otherwise above the form, which keeps it."""
    discussion = visible_discussion(request, pk)
    require(may_post(request.user, discussion), _("Only members write here."))
    answered = _answered(discussion, request.POST.get("to", ""))
    form = ReplyForm(request.POST, auto_id=_ids(answered))
    try:
        html = render_markdown(request.POST.get("text", ""))
    except DomainError as refusal:
        if request.htmx:
            return HttpResponse(format_html('<p class="field__error">{}</p>', refusal))
        form.add_error("text", str(refusal))
        html = ""
    if request.htmx:
        return HttpResponse(html)
    return _show_form(request, discussion, answered, form, preview=html)


def _answered(discussion, number):
    """The post of this discussion that is answered, by its number; None for an answer to the question."""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(discussion.posts.select_related("author", "sender"), number=number)


def _ids(answered):
    """How a form numbers its fields, so that two on one page stay apart."""
    return f"id_%s_{answered.number}" if answered else "id_%s"


def _show_form(request, discussion, answered, form, *, preview="", status=200):
    if form.errors:
        form.fields["text"].widget.attrs["autofocus"] = True
    context = {"discussion": discussion, "answered": answered, "form": form, "preview": preview}
    if request.htmx:
        # Beneath the post that is answered, or at the end of the page from which it was sent.
        context |= {"step": min(answered.depth + 1, pages.DEEPEST_STEP)} if answered else {"is_on_last_page": True}
        return render(request, "forums/_reply_form.html", context, status=status)
    return render(request, "forums/reply.html", context, status=status)
