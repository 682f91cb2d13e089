from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import PostRemoved
from forums.forms import ReplyForm, SteerForm
from forums.models import Post
from forums.queries import mentions, pages
from forums.queries.jumping import post_asked_for
from forums.queries.people import why_silent
from forums.queries.quoting import quotation_of
from forums.queries.summing import so_far, summary_drafted
from forums.rules import may_post
from forums.views.fetching import discussion_alone, run_discussion, visible_discussion
from forums.views.previews import preview_of, render_preview

_PARAGRAPH = "\n\n"


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


@require_safe
def jump(request, pk):
    """To a post by its number, or to the first one of a day, on whichever page it stands."""
    discussion = discussion_alone(request, pk)
    found = post_asked_for(discussion, request.GET)
    return redirect(pages.address_of_post(found) if found else discussion)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """A page, or with htmx a form in place, in which one post or the question is answered; and the sending of it."""
    discussion = discussion_alone(request, pk)
    if request.method == "POST":
        return _send(request, discussion)
    require(may_post(request.user, discussion), why_silent(request.user, discussion))
    if not discussion.is_open:
        return redirect(discussion)
    answered = _answered(discussion, request.GET.get("to", ""))
    if answered and answered.is_removed:
        messages.info(request, _("This post was removed, so it can be neither answered nor quoted."))
        return redirect(pages.address_of_post(answered))
    quoted = quotation_of(answered) if answered and "quote" in request.GET else ""
    return _show_form(request, discussion, answered, ReplyForm(auto_id=_ids(answered), initial={"text": quoted}))


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
        except PostRemoved as refusal:
            answered = _answered(discussion, request.POST["to"])
            form.add_error("text", str(refusal))
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
    discussion = discussion_alone(request, pk)
    require(may_post(request.user, discussion), why_silent(request.user, discussion))
    answered = _answered(discussion, request.POST.get("to", ""))
    form = ReplyForm(_with_mention(request.POST, discussion, request.user), auto_id=_ids(answered))
    if request.htmx:
        return render_preview(form, discussion, request.user)
    html = preview_of(form, discussion, request.user)
    return _show_form(request, discussion, answered, form, preview=html)


def _with_mention(data, discussion, writer):
    """What was typed, with the person chosen without JavaScript at its end."""
    chosen = data.get("mention", "")[:60]
    if chosen.isprintable() and chosen and mentions.people_to_name(discussion, writer).filter(handle=chosen).exists():
        data = data.copy()
        text = data.get("text", "").rstrip()
        is_quotation = text.rpartition("\n")[2].startswith(">")
        data["text"] = f"{text}{_PARAGRAPH if is_quotation else ' '}@{chosen} ".lstrip()
    return data


@require_http_methods(["GET", "HEAD", "POST"])
def steer(request, pk, kind):
    """A post by which whoever runs the discussion brings it back to its question, or sums it up."""
    discussion = run_discussion(request, pk)
    is_preview = request.method == "POST" and "preview" in request.GET
    if not discussion.is_open and not request.POST:
        return redirect(discussion)
    earlier = so_far(discussion) if kind == Post.Kind.INTERIM_SUMMARY else None
    form = SteerForm(request.POST or None, initial={"text": _steering_text(request, discussion, earlier)})
    if is_preview and request.htmx:
        return render_preview(form, discussion, request.user)
    if not is_preview and form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            added = actions.steer(
                discussion, actor=request.user, kind=kind, markdown=said["text"], submission=said["submission"]
            )
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(pages.address_of_post(added))
    preview = preview_of(form, discussion, request.user) if is_preview else ""
    context = {"discussion": discussion, "form": form, "kind": kind, "preview": preview, "so_far": earlier}
    return render(request, "forums/steer.html", context, status=422 if form.errors and not is_preview else 200)


def _steering_text(request, discussion, earlier):
    """To bring people back to the question, the question is there already; a summary is drafted when asked for."""
    if earlier:
        after = earlier.summary.number if earlier.summary else 1
        return summary_drafted(discussion, after=after) if "draft" in request.GET else ""
    question = discussion.posts.select_related("author", "sender").get(number=1)
    return _("Let us come back to the question we started with:") + "\n\n" + quotation_of(question)


def _answered(discussion, number):
    """The post of this discussion that is answered, by its number; None for an answer to the question."""
    if not number:
        return None
    return get_object_or_404(discussion.posts.select_related("author", "sender"), number=number_in(number))


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
    context["people"] = mentions.people_to_name(discussion, request.user)[: mentions.LISTED]
    return render(request, "forums/reply.html", context, status=status)
