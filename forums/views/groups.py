"""The groups of a discussion: made, seen, and what they report."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.queries.audiences import audience_of
from core.errors import DomainError, Stale
from core.forms import posted
from core.markdown import TextTooLong
from core.permissions import require
from forums import actions
from forums.errors import GroupedAlready, NothingSaid, ReadByMore
from forums.forms.fields import ask_again
from forums.forms.groups import GroupReportForm, PartForm, TermsForm
from forums.queries import pages
from forums.queries.groups import groups_of, latecomers, terms_shown, with_people
from forums.queries.readers import reader_of
from forums.rules import TEAM_PARTS, may_part, may_report_back
from forums.views.fetching import visible_discussion, visible_group
from forums.views.files import chosen_in
from forums.views.previews import preview_of, render_preview

LATE = 6  # of those who came late, so many stand beside the groups


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request, pk):
    """The groups of a discussion with who is in them; for the team, how they are made and changed."""
    discussion = visible_discussion(request, pk)
    found = groups_of(discussion, request.user)
    reader = reader_of(discussion, request.user)
    # What was sent by who may part it is given back, where the discussion was closed meanwhile.
    if found is None and not (reader.may_part or (request.method == "POST" and may_part(request.user, discussion))):
        raise Http404
    if request.method == "POST":
        return _rows(request, reader, found) if "rows" in request.GET else _keep(request, reader, found)
    form = None
    if reader.may_part:
        made, initial = (TermsForm, _terms(found)) if found else (PartForm, _readers(discussion))
        form = made(zone=request.user.zone, initial=initial)
    return _show(request, reader, found, form)


def _rows(request, reader, found):
    """A group more or less in the form; with htmx that alone. Nothing is stored."""
    form, tool = _sent(request, reader, found).after(request.POST.get("row", "")), request.POST.get("row", "")
    if request.htmx:
        return render(request, "forums/_group_rows.html", {"rows": form.groups, "tool": tool})
    return _show(request, reader, found, form, tool=tool)


def _sent(request, reader, found):
    """The form that was sent: what it carries says which, and not what is there by now."""
    require(may_part(request.user, reader.discussion), TEAM_PARTS)
    is_terms = found and "shown" in request.POST
    return (TermsForm if is_terms else PartForm)(request.POST, zone=request.user.zone)


def _keep(request, reader, found):
    discussion, form = reader.discussion, _sent(request, reader, found)
    if form.is_valid():
        try:
            if form.makes:
                actions.part_into_groups(discussion, actor=request.user, **form.cleaned_data)
            else:
                actions.change_groups(found.grouping, actor=request.user, **form.cleaned_data)
        except Stale as refusal:
            found = groups_of(discussion, request.user)
            form = form.again(_terms(found), found.names, str(refusal))
        except GroupedAlready as refusal:
            found = groups_of(discussion, request.user)
            form.add_error(None, str(refusal))
        except ReadByMore as refusal:
            ask_again(form, discussion.space, str(refusal), at="task")
        except (NothingSaid, TextTooLong) as refusal:
            form.add_error("task" if "task" in form.fields else None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("The groups are made.") if form.makes else _("The groups are as you want them now.")
            messages.success(request, said)
            return redirect("forums:groups", discussion.pk)
    return _show(request, reader, found, form, status=422)


def _readers(discussion):
    return {"readers": audience_of(discussion.space)}


def _terms(found):
    """What stands in the form; a day that has passed is not put again."""
    grouping, day = found.grouping, found.grouping.reports_by
    return {
        "shown": terms_shown(grouping, found.names),
        "reports_by": day.replace(second=0, microsecond=0) if day and day > timezone.now() else None,
        "people_choose": grouping.people_choose,
        "places": grouping.places,
    }


def _show(request, reader, found, form, *, tool="", status=200):
    has_reported = bool(found) and found.mine is not None and found.mine.has_reported
    context = {
        "discussion": reader.discussion,
        "found": with_people(found, reader.discussion, request.user) if found else None,
        "form": form,
        "tool": tool,
        "may_part": form is not None,
        "may_join": bool(found) and found.grouping.people_choose and not has_reported and reader.may_write,
        "may_report": reader.may_reply,
    }
    if found and reader.may_part and found.is_filled:
        late = list(latecomers(reader.discussion, request.user)[: LATE + 1])
        context |= {"late": late[:LATE], "more_are_late": len(late) > LATE}
    return render(request, "forums/groups.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """What a group came to, as a post of the discussion."""
    group = visible_group(request, pk)
    discussion = group.discussion
    if not request.user.is_authenticated:
        raise Http404
    require(may_report_back(request.user, group), _("Who is in the group reports for it, and the team."))
    is_preview = request.method == "POST" and "preview" in request.GET
    if (group.has_reported or not discussion.is_open) and request.method != "POST":
        return redirect(group.report if group.has_reported else discussion)
    form = GroupReportForm(posted(request), initial=_readers(discussion))
    chosen = chosen_in(request)
    if is_preview and request.htmx:
        return render_preview(form, discussion, request.user, chosen)
    if not is_preview and form.is_bound and form.is_valid() and not chosen.refusals:
        try:
            post = _report(request, group, form, chosen)
        except ReadByMore as refusal:
            ask_again(form, visible_group(request, pk).discussion.space, str(refusal))
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(pages.address_of_post(post))
    preview = preview_of(form, discussion, request.user, chosen) if is_preview else ""
    failed = (form.errors or chosen.refusals) and not is_preview
    context = {"group": group, "discussion": discussion, "form": form, "preview": preview, "chosen": chosen}
    return render(request, "forums/group_report.html", context, status=422 if failed else 200)


def _report(request, group, form, chosen):
    return actions.report_back(
        group,
        actor=request.user,
        markdown=chosen.placed_in(form.cleaned_data["text"]),
        submission=form.cleaned_data["submission"],
        readers=form.cleaned_data["readers"],
        files=chosen.files,
    )
