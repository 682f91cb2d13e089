from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from communities.queries.audiences import audience_of
from core.errors import DomainError
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import LineWentOn, PostRemoved, ReadByMore
from forums.forms import ReplyForm
from forums.forms.fields import ask_again
from forums.models import HeldPost, Post, Unsent
from forums.queries import mentions, pages
from forums.queries.lines import closed_because, post_at, went_on, why_closed
from forums.queries.people import why_silent
from forums.queries.quoting import quotation_of
from forums.queries.readers import reader_of
from forums.queries.saved_replies import may_use_saved_replies, saved_text
from forums.queries.unsent import begun_at
from forums.rules import may_post
from forums.views.fetching import (
    discussion_alone,
    place_sent_to,
    visible_discussion,
    visible_post,
)
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview
from forums.views.unsent import forget_sent, show_begun

_PARAGRAPH = "\n\n"


@require_safe
def post(request, pk):
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("discussion"), pk=pk)
    return redirect(pages.address_of_post(found))


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """A page, or with htmx a form in place, in which one post or the question is answered; and the sending of it."""
    if request.method == "POST":
        return _send(request, pk)
    discussion = discussion_alone(request, pk)
    why, may = why_silent(request.user, discussion), may_post(request.user, discussion)
    asks_for_begun = "unsent" in request.GET
    # Who may not send it any more may still copy what they began.
    require(may or asks_for_begun, why)
    answered = _answered(request, discussion, request.GET.get("to", ""))
    begun = begun_at(request.user, Unsent.Kind.ANSWER, answered or discussion)
    if begun and asks_for_begun:
        if not may or not discussion.is_open:
            return show_begun(request, discussion, begun)
        return _go_on(request, discussion, answered, begun)
    require(may, why)
    if not discussion.is_open:
        return redirect(discussion)
    if answered and answered.discussion_id != discussion.pk:
        return redirect(f"{reverse('forums:reply', args=[answered.discussion_id])}?to={answered.number}")
    if answered and (why := _why_unanswerable(answered)):
        messages.info(request, why)
        return redirect(pages.address_of_post(answered))
    quoted = quotation_of(answered) if answered and "quote" in request.GET else _addressed(request, discussion)
    may = {"may_use_saved": may_use_saved_replies(request.user, discussion)}
    return _show_form(request, discussion, answered, _empty(discussion, answered, text=quoted), begun=begun, **may)


def _go_on(request, discussion, answered, begun):
    """The form with what was begun; where that cannot be answered any more, it goes to all, or can be copied."""
    if answered and (why := _why_unanswerable(answered)):
        messages.info(request, why)
        answered = None
    form = _empty(discussion, answered, text=begun.text, known=begun.known)
    return _show_form(request, discussion, answered, form, goes_on=begun)


def _why_unanswerable(answered):
    if answered.is_removed:
        return _("This post was removed, so it can be neither answered nor quoted.")
    reason = closed_because(answered)
    return why_closed(reason) if reason else ""


def _empty(discussion, answered=None, **initial):
    """The form of an answer, made for those who read the discussion now."""
    initial = {"readers": audience_of(discussion.space), **initial}
    return ReplyForm(stage=discussion.stage, auto_id=_ids(answered), initial=initial)


def _addressed(request, discussion):
    """A beginning that names whom the link before it was about, where they may be named here; else a saved reply."""
    if "mention" in request.GET:
        return _with_mention(request.GET, discussion, request.user).get("text", "")
    return saved_text(discussion, request.user, request.GET.get("saved", ""))


def _send(request, pk):
    sent_to, marker = place_sent_to(request, pk)
    discussion, answered = _answering(request, sent_to, marker)
    # Before anything of what was sent is read; a line that went on may have gone where its writer does not write.
    if not may_post(request.user, sent_to):
        require(may_post(request.user, discussion), why_silent(request.user, discussion))
    form, chosen = ReplyForm(request.POST, stage=discussion.stage, auto_id=_ids(answered)), chosen_in(request)
    if form.is_valid() and discussion != sent_to:
        form.add_error("text", went_on())
    if form.is_valid() and not chosen.refusals:
        said = form.cleaned_data
        try:
            added = actions.reply(
                discussion,
                actor=request.user,
                markdown=chosen.placed_in(said["text"]),
                submission=said["submission"],
                parent=answered,
                message_type=said.get("message_type", ""),
                readers=said["readers"],
                files=chosen.files,
            )
        except ReadByMore as refusal:
            discussion = discussion_alone(request, discussion.pk)
            ask_again(form, discussion.space, str(refusal))
        except LineWentOn:
            answered = visible_post(request, answered.pk) if answered else place_sent_to(request, pk)[1]
            discussion = answered.discussion
            form.add_error("text", went_on())
        except PostRemoved as refusal:
            answered = _answered(request, discussion, request.POST["to"])
            form.add_error("text", str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            forget_sent(request, Unsent.Kind.ANSWER, answered or discussion)
            return _show_added(request, discussion, added, answered)
    return _show_form(request, discussion, answered, form, chosen=chosen, status=422)


def _show_added(request, discussion, added, answered):
    if isinstance(added, HeldPost):
        return _show_held(request, discussion, added, answered)
    if not request.htmx:
        return redirect(pages.address_of_post(added))
    found = visible_discussion(request, discussion.pk)
    context = {
        "discussion": found,
        "reader": reader_of(found, request.user),
        "post": pages.post_row(found, added.pk),
        "answered": answered,
        "form": _empty(found),
    }
    return render(request, "forums/_added.html", context)


def _show_held(request, discussion, held, answered):
    """What waits for the team stands in its place for its author alone."""
    if not (request.htmx and held.is_waiting):
        address = pages.address_of_held(held, answered)
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    context = {"discussion": discussion, "held": held, "answered": answered, "form": _empty(discussion)}
    return render(request, "forums/_held_added.html", context)


@require_POST
def preview(request, pk):
    """How a text would look: with htmx its HTML alone, otherwise above the form, which keeps it."""
    discussion = discussion_alone(request, pk)
    require(may_post(request.user, discussion), why_silent(request.user, discussion))
    discussion, answered = _answering(request, discussion)
    typed = _with_mention(request.POST, discussion, request.user)
    form = ReplyForm(typed, stage=discussion.stage, is_sent=False, auto_id=_ids(answered))
    chosen = chosen_in(request)
    if request.htmx:
        return render_preview(form, discussion, request.user, chosen)
    html = preview_of(form, discussion, request.user, chosen)
    return _show_form(request, discussion, answered, form, preview=html, chosen=chosen)


def _with_mention(data, discussion, writer):
    """What was typed, with the person chosen without JavaScript at its end."""
    chosen = data.get("mention", "")[:60]
    if chosen.isprintable() and chosen and mentions.people_to_name(discussion, writer).filter(handle=chosen).exists():
        data = data.copy()
        text = data.get("text", "").rstrip()
        is_quotation = text.rpartition("\n")[2].startswith(">")
        data["text"] = f"{text}{_PARAGRAPH if is_quotation else ' '}@{chosen} ".lstrip()
    return data


def _answering(request, discussion, marker=None):
    """(the discussion in which the post that is answered stands by now, that post); else `marker` is answered."""
    answered = _answered(request, discussion, request.POST.get("to", "")) or marker
    if answered and answered.discussion_id != discussion.pk:
        discussion = discussion_alone(request, answered.discussion_id)
    return discussion, answered


def _answered(request, discussion, number):
    """The post that is answered, by its number here, wherever its line went; None for an answer to the question."""
    if not number:
        return None
    found = post_at(discussion, number_in(number), request.user)
    if found is None:
        raise Http404
    return found


def _ids(answered):
    """How a form numbers its fields, so that two on one page stay apart."""
    return f"id_%s_{answered.number}" if answered else "id_%s"


def _show_form(request, discussion, answered, form, *, status=200, **more):
    if form.errors:
        form.fields["text"].widget.attrs["autofocus"] = True
    context = {"discussion": discussion, "answered": answered, "form": form, **more}
    if request.htmx:
        # Beneath the post that is answered, or at the end of the page from which it was sent.
        context |= {"step": min(answered.depth + 1, pages.DEEPEST_STEP)} if answered else {"is_on_last_page": True}
        return render(request, "forums/_reply_form.html", context, status=status)
    context["people"] = mentions.people_to_name(discussion, request.user)[: mentions.LISTED]
    return render(request, "forums/reply.html", context, status=status)
