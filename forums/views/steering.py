"""Posts by which whoever runs a discussion brings it back to its question, or sums it up."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.queries.audiences import audience_of
from core.errors import DomainError
from core.forms import posted
from forums import actions
from forums.errors import ReadByMore
from forums.forms import SteerForm
from forums.forms.fields import ask_again
from forums.models import Post, Unsent
from forums.queries import pages
from forums.queries.quoting import quotation_of
from forums.queries.summing import so_far, summary_drafted
from forums.queries.unsent import begun_at
from forums.views.fetching import run_discussion
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview
from forums.views.unsent import forget_sent, show_begun

_BEGUN_AS = {Post.Kind.RESTATEMENT: Unsent.Kind.RESTATE, Post.Kind.INTERIM_SUMMARY: Unsent.Kind.SUMMARY}


@require_http_methods(["GET", "HEAD", "POST"])
def steer(request, pk, kind):
    discussion = run_discussion(request, pk)
    is_preview = request.method == "POST" and "preview" in request.GET
    begun = begun_at(request.user, _BEGUN_AS[kind], discussion) if request.method != "POST" else None
    goes_on = begun if "unsent" in request.GET else None
    if not discussion.is_open and not request.POST:
        return show_begun(request, discussion, begun) if begun else redirect(discussion)
    earlier = so_far(discussion) if kind == Post.Kind.INTERIM_SUMMARY else None
    form = SteerForm(posted(request), initial=_initial(request, discussion, earlier, goes_on))
    chosen = chosen_in(request)
    if is_preview and request.htmx:
        return render_preview(form, discussion, request.user, chosen)
    if not is_preview and form.is_bound and form.is_valid() and not chosen.refusals:
        if added := _send(request, discussion, form, chosen, kind):
            forget_sent(request, _BEGUN_AS[kind], discussion)
            return redirect(pages.address_of_post(added))
        discussion = run_discussion(request, pk)
    context = {"discussion": discussion, "form": form, "kind": kind, "so_far": earlier, "chosen": chosen}
    context |= {"begun": begun, "goes_on": goes_on, "keeps_as": f"forums:unsent-{_BEGUN_AS[kind]}"}
    context["preview"] = preview_of(form, discussion, request.user, chosen) if is_preview else ""
    failed = (form.errors or chosen.refusals) and not is_preview
    return render(request, "forums/steer.html", context, status=422 if failed else 200)


def _send(request, discussion, form, chosen, kind):
    """The post, or None with the refusal in the form."""
    said = form.cleaned_data
    try:
        return actions.steer(
            discussion,
            actor=request.user,
            kind=kind,
            markdown=chosen.placed_in(said["text"]),
            submission=said["submission"],
            readers=said["readers"],
            files=chosen.files,
        )
    except ReadByMore as refusal:
        ask_again(form, run_discussion(request, discussion.pk).space, str(refusal))
    except DomainError as refusal:
        form.add_error("text", str(refusal))
    return None


def _initial(request, discussion, earlier, goes_on):
    """What was begun; else the question, to bring people back to it, or a summary, drafted when asked for."""
    readers = {"readers": audience_of(discussion.space)}
    if goes_on:
        return readers | {"text": goes_on.text, "known": goes_on.known}
    if earlier:
        after = earlier.summary.number if earlier.summary else 1
        return readers | {"text": summary_drafted(discussion, after=after) if "draft" in request.GET else ""}
    question = discussion.posts.select_related("author", "sender").get(number=1)
    text = _("Let us come back to the question we started with:") + "\n\n" + quotation_of(question)
    return readers | {"text": text}
