from functools import partial, wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communities.rules import LEAST_ROLE
from core.errors import DomainError, Stale
from core.forms import posted
from core.markdown import TextTooLong
from core.paging import number_in
from forums import actions
from forums.errors import ClosingEmpty, NothingLearned, ResultMissing
from forums.forms import ClosingForm, DraftForm
from forums.models import Discussion
from forums.queries import closings as queries
from forums.queries import discussion_list
from forums.queries.checklist import checklist
from forums.queries.editing import desk_of, editor_of
from forums.queries.thanks import contributors
from forums.rules import may_plan
from forums.views.citing import warn_of_citations
from forums.views.fetching import run_discussion

AS_LINES, AS_TEXT = "lines", "text"
LEADS_TO = [Discussion.State.OPEN, Discussion.State.PLANNED]


def _leading_on(view):
    """For those who run the discussion; a GET of the address, left in the bar by a refusal, leads to the editor."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def posted(request, pk):
        discussion = run_discussion(request, pk)
        return view(request, discussion) if request.method == "POST" else redirect("forums:closing", pk=pk)

    return posted


@require_safe
def closing(request, pk):
    discussion = run_discussion(request, pk)
    if discussion.state != Discussion.State.CLOSING:
        return HttpResponseClientRefresh() if request.htmx else redirect(discussion)
    desk = desk_of(discussion, request.user)
    draft = desk.draft
    if request.htmx:  # the waiting page asks whether the draft is there
        return HttpResponseClientRefresh() if draft else HttpResponse(status=204)
    if draft is None:
        return render(request, "forums/closing_waiting.html", {"discussion": discussion})
    actions.see_closing(draft, actor=request.user)
    earlier = next((one for one in desk.published if one.pk == number_in(request.GET.get("from", ""))), None)
    text = earlier or draft
    # The private notes of an earlier one were delivered then.
    rows = {"thanks": text.thanks_rows, "notes": draft.note_rows, "links": text.link_rows}
    begun = {"closing": draft.pk, "version": draft.version, "summary": text.summary, "result": text.result}
    begun["value"] = text.value
    form = _form(request, discussion, initial=begun, rows=rows)
    return _editor(request, discussion, desk, form, manner=request.GET.get("as"), earlier=earlier)


def _form(request, discussion, **options):
    return ClosingForm(
        posted(request), author=request.user, contributors=contributors(discussion, request.user), **options
    )


@_leading_on
def closing_save(request, discussion):
    form = _form(request, discussion)
    kept = _keep(request, discussion, form, actions.save_closing)
    if not kept:
        return _refused(request, discussion, form)
    messages.success(
        request, _("Your edit is kept. Those who run discussions here see it; everybody else once it is published.")
    )
    warn_of_citations(request, discussion, kept.summary)
    if "plan" in request.POST:
        return redirect("forums:plan-new", discussion.space.community.slug, discussion.space.slug)
    return redirect(reverse("forums:closing", args=[discussion.pk]) + _place(request.POST))


def _place(posted):
    """Where in the editor to go on: at the line that a tool moved, added or dropped."""
    if "summary-line" not in posted:
        return f"?as={AS_TEXT}"
    verb, _dash, index = posted.get("tool", "").partition("-")
    line = number_in(index)
    if line is None:
        return ""
    at = max(0, line + {"up": -1, "down": 1, "add": 1}.get(verb, 0))
    return f"?add={at}#line-{at}" if verb == "add" else f"#line-{at}"


@_leading_on
def closing_publish(request, discussion):
    form = _form(request, discussion)
    was_published = discussion.state == Discussion.State.CLOSED
    publish = partial(actions.publish_closing, is_confirmed="confirm" in request.POST)
    published = _keep(request, discussion, form, publish)
    if not published:
        return _refused(request, discussion, form)
    count = _other_readers(request, discussion)
    messages.success(request, _published(count, is_again=was_published))
    warn_of_citations(request, discussion, published.summary)
    return redirect(published)


def _other_readers(request, discussion):
    """To how many a closing is mailed: nobody needs to be told of what they did themselves.

    None of what was asked without a name: the one writer who makes the number no larger would be who asked.
    """
    if discussion.is_unsigned:
        return None
    return queries.closing_readers(discussion).exclude(pk=request.user.pk).count()


def _published(count, *, is_again):
    if count == 0:
        return _("Published. No mail goes out: nobody else wrote here or follows.")
    if is_again:
        return _("Published, and on its way only once: you had published this same text already.")
    if count is None:
        return _("Published, and on its way to everyone who posted or follows.")
    sent = ngettext(
        "Published, and on its way to %(count)d person.", "Published, and on its way to %(count)d people.", count
    )
    return sent % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
def closing_redraft(request, pk):
    discussion = run_discussion(request, pk)
    draft = queries.draft_of(discussion)
    if draft is None:
        return redirect("forums:closing", pk=pk)
    form = DraftForm(posted(request), initial={"closing": draft.pk, "version": draft.version})
    if form.is_bound and form.is_valid():
        asked = get_object_or_404(discussion.closings, pk=form.cleaned_data["closing"])
        try:
            actions.redraft_closing(asked, actor=request.user, version=form.cleaned_data["version"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("forums:closing", pk=pk)
    return render(request, "forums/closing_redraft.html", {"discussion": discussion, "draft": draft, "form": form})


@_leading_on
def closing_preview(request, discussion):
    form = _form(request, discussion)
    form.is_valid()
    desk = None if request.htmx else desk_of(discussion, request.user)
    if desk and desk.draft:
        return _editor(request, discussion, desk, form, manner=AS_TEXT, is_preview=True)
    shown = {"shown": form.shown()}
    try:
        shown["html"] = queries.read_summary(discussion, form.cleaned_data.get("summary", "")).html
    except DomainError as refusal:
        shown["refusal"] = refusal
    return render(request, "forums/closing.html#closing-text", shown)


@require_POST
def closing_here(request, pk):
    """Asked again and again by whoever has the draft open: who else has."""
    discussion = run_discussion(request, pk)
    present = actions.stay_at_draft(discussion, actor=request.user, has_typed=bool(request.POST.get("typed")))
    return render(request, "forums/_editing_too.html", {"present": present})


@_leading_on
def closing_rows(request, discussion):
    """One row more or less beside the summary; everything typed is still there, and nothing is stored."""
    tool = request.POST.get("row", "")
    form = _form(request, discussion).after(tool)
    if not request.htmx:
        desk = desk_of(discussion, request.user)
        if desk.draft is None:
            return redirect("forums:closing", pk=discussion.pk)
        return _editor(request, discussion, desk, form, manner=_manner(request), tool=tool)
    part = next((part for part in form.parts if part.name in tool.split("-")), form.thanks)
    return render(request, "forums/_closing_rows.html", {"part": part, "discussion": discussion, "tool": tool})


def _keep(request, discussion, form, action):
    """The closing as `action` left it, or None with the refusal in the form."""
    form.desk = desk_of(discussion, request.user)
    if not form.is_valid():
        return None
    edited = form.desk.find(form.cleaned_data["closing"])
    if edited is None:
        raise Http404
    try:
        return action(edited, form.draft(), actor=request.user, version=form.cleaned_data["version"])
    except Stale as refusal:
        form.add_error(None, str(refusal))
        form.desk = desk_of(discussion, request.user)
        form.meanwhile = form.desk.find(edited.pk)
    except (ClosingEmpty, TextTooLong) as refusal:
        form.add_error("summary", str(refusal))
    except NothingLearned as refusal:
        form.add_error("summary", str(refusal))
        form.asks_again = True
    except ResultMissing as refusal:
        form.add_error("result", str(refusal))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return None


def _refused(request, discussion, form):
    """The editor again, with everything that was typed; after somebody else's change with both texts."""
    meanwhile = getattr(form, "meanwhile", None)
    if meanwhile:
        # Who saves again has seen the other text.
        form.data = form.data.copy()
        form.data["version"] = meanwhile.version
        discussion.state = meanwhile.discussion_state
    elif form.desk.draft is None:
        raise Http404
    return _editor(
        request,
        discussion,
        form.desk,
        form,
        manner=_manner(request),
        meanwhile=meanwhile,
        status=409 if meanwhile else 422,
    )


def _manner(request):
    return AS_LINES if "summary-line" in request.POST else AS_TEXT


def _editor(
    request, discussion, desk, form, *, manner, earlier=None, meanwhile=None, is_preview=False, tool="", status=200
):
    """The editor of the draft, or of what the `earlier` closing said, to be saved in the draft's place."""
    draft = meanwhile or desk.draft
    added = number_in(request.GET.get("add", ""))
    editor = editor_of(
        discussion, form["summary"].value() or "", added=added, other=meanwhile.summary if meanwhile else None
    )
    context = {
        "discussion": discussion,
        "draft": draft,
        "earlier": earlier,
        "newer_count": (earlier or draft).newer_count,
        "published": desk.published[0] if desk.published else None,
        "form": form,
        "tool": tool,
        "site_url": settings.SITE_URL,
        "shown": form.shown(),
        "next": discussion_list(request.user, discussion.space, states=LEADS_TO).rows,
        "may_plan": may_plan(request.user, discussion.space, role=LEAST_ROLE["run_discussion"]),
        "checklist": checklist(
            discussion,
            names={one.person.name for one in form.contributors},
            summary=form["summary"].value() or "",
            result=form["result"].value() or "",
            value=form["value"].value() or "",
            thanks=form.thanks.complete,
            notes=form.notes.complete,
            links=form.links.complete,
            drafted=desk.drafted,
        ),
        "editor": editor,
        "added": added,
        "meanwhile": meanwhile,
        "their_tail": form.tail(meanwhile.thanks_rows, meanwhile.link_rows, meanwhile.value) if meanwhile else None,
        "is_preview": is_preview,
        "is_text": manner == AS_TEXT or not editor.is_short,
        "count": _other_readers(request, discussion) if discussion.state == Discussion.State.CLOSING else 0,
    }
    return render(request, "forums/closing.html", context, status=status)
