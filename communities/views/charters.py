"""Writing a charter: its sections, its expected results, and what it was before."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions, queries
from communities.actions import progress
from communities.errors import NameTaken, ResultLeftOut
from communities.forms.charters import SECTION_FORMS, DropForm, EvidenceForm, MoveResultForm, OwnerForm
from communities.models import CharterRevision, Evidence, ExpectedResult
from communities.queries.charters import content_of
from communities.queries.comparing import differences, history, two_of
from communities.queries.method import method
from communities.queries.results import hanging_on
from communities.rules import may_move_result, may_write_charter
from communities.views.fetching import require_here, standing_inside, standing_of_member
from core.errors import DomainError, Stale
from core.forms import posted
from core.markdown import clean
from core.paging import number_in
from core.permissions import require


@dataclass(frozen=True)
class Asked:
    """The form of one section as it stands after a request."""

    form: Any
    advice: Any = None  # on a name that is being changed
    is_written: bool = False


def section_form(request, community, key, *, method, offers=None, asks_why=False):
    """The form of a section, filled with what stands there or with what was sent; that is written if it can be."""
    charter = community.charter
    stands = {"content": content_of(community), "version": charter.version, "method": method}
    form = SECTION_FORMS[key](posted(request), **stands, offers=offers, asks_why=asks_why)
    advice = _advice(form, request.user, community) if key == "name" else None
    if not (form.is_valid() and (advice is None or form.is_name_settled(advice))):
        return Asked(form, advice)
    sent = {"version": form.cleaned_data["version"], "values": form.values, "why": form.cleaned_data.get("why", "")}
    try:
        actions.write_section(community, key, actor=request.user, **sent)
    except Stale as refusal:
        community.refresh_from_db()
        now = {"content": content_of(community), "version": community.charter.version}
        return Asked(form.again(**now, refusal=str(refusal)), advice)
    except ResultLeftOut as refusal:
        form.add_error(f"text_{refusal.place}", str(refusal))
        return Asked(form, advice)
    except NameTaken as refusal:
        form.add_error("name", str(refusal))
        return Asked(form, advice)
    community.refresh_from_db()
    return Asked(form, advice, is_written=True)


def _advice(form, reader, community):
    typed = clean(form["name"].value() or "").strip()
    return queries.advice_on(typed, reader, of=community) if typed != community.name else None


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, slug, section):
    """Change one section of the charter, and say why."""
    standing = standing_of_member(request, slug)
    require_here(may_write_charter, standing, _("Leaders write the charter."))
    community = standing.community
    told = method(community.charter.method)
    if section not in SECTION_FORMS:
        raise Http404
    asked = section_form(request, community, section, method=told, asks_why=True)
    if asked.is_written:
        messages.success(request, _("The charter is changed. The history keeps what stood there."))
        return redirect(community.charter)
    context = {"standing": standing, "form": asked.form, "advice": asked.advice, "step": told.step(section)}
    context["results"] = community.results.standing() if section == "results" else []
    return render(request, "communities/charter_section.html", context, status=422 if asked.form.errors else 200)


@require_safe
def result(request, slug, pk):
    """How far an expected result is: for leaders, and for whoever watches over it."""
    return _render_result(request, *_standing_and_result(request, slug, pk))


@require_POST
def result_move(request, slug, pk):
    standing, found = _standing_and_result(request, slug, pk)
    form = MoveResultForm(request.POST)
    if form.is_valid():
        try:
            actions.move_result(found, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("state", str(refusal))
        else:
            messages.success(request, _("Saved. The history of the charter keeps your word."))
            return redirect(found)
    return _render_result(request, standing, found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def result_drop(request, slug, pk):
    """What hangs on an expected result, and why it is no longer expected."""
    standing, found = _standing_and_result(request, slug, pk)
    if found.is_dropped:
        return redirect("communities:result", slug, pk)
    form = DropForm(posted(request))
    if form.is_valid():
        actions.move_result(found, state=ExpectedResult.State.DROPPED, actor=request.user, **form.cleaned_data)
        messages.success(request, _("It is no longer expected. The charter keeps it; you can take it up again there."))
        return redirect(found.community.charter)
    context = {"standing": standing, "result": found, "hanging": hanging_on(found), "form": form}
    return render(request, "communities/result_drop.html", context, status=422 if form.errors else 200)


@require_POST
def result_place(request, slug, pk):
    _standing, found = _standing_and_result(request, slug, pk)
    place = number_in(request.POST.get("place", ""))
    if place is not None:
        actions.place_result(found, place=place, actor=request.user)
    return redirect(f"{reverse('communities:charter-section', args=[slug, 'results'])}#order")


@require_POST
def result_owner(request, slug, pk):
    standing, found = _standing_and_result(request, slug, pk)
    require_here(may_write_charter, standing, _("Leaders say who watches over a result."))
    form = OwnerForm(request.POST, community=standing.community)
    if form.is_valid():
        try:
            actions.entrust_result(found, person=form.cleaned_data["owner"], actor=request.user)
        except DomainError as refusal:
            form.add_error("owner", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:result", slug, pk)
    return _render_result(request, standing, found, form=form)


@require_POST
def evidence_add(request, slug, pk):
    standing, found = _standing_and_result(request, slug, pk)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        actions.add_evidence(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("It stands with the result now."))
        return redirect("communities:result", slug, pk)
    return _render_result(request, standing, found, form=form)


@require_POST
def evidence_remove(request, slug, pk):
    standing = standing_of_member(request, slug)
    evidence = get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related("result__community"),
        pk=pk,
        result__community=standing.community,
    )
    actions.remove_evidence(evidence, actor=request.user)
    messages.success(request, _("It is taken away; the history keeps it."))
    return redirect("communities:result", slug, evidence.result_id)


@require_safe
def charter_history(request, slug):
    standing = standing_inside(request, slug)
    changes, before = history(standing.community, before=number_in(request.GET.get("before", "")))
    context = {"standing": standing, "changes": changes, "before": before}
    return render(request, "communities/charter_history.html", context)


@require_safe
def charter_compare(request, slug):
    """Two revisions, by their numbers; without them, the last change."""
    standing = standing_inside(request, slug)
    numbers = (number_in(request.GET.get(name, "")) for name in ("from", "to"))
    revisions = CharterRevision.objects.visible_to(request.user).filter(community=standing.community)
    two = two_of(revisions, *numbers)
    found = differences(two[0].content, two[-1].content) if two else []
    context = {"standing": standing, "two": two, "differences": found}
    return render(request, "communities/charter_compare.html", context)


def _standing_and_result(request, slug, pk):
    standing = standing_of_member(request, slug)
    results = ExpectedResult.objects.visible_to(request.user).filter(community=standing.community)
    found = get_object_or_404(results.select_related("community", "owner"), pk=pk)
    require(may_move_result(request.user, found), _("Leaders say this, and whoever watches over the result."))
    return standing, found


def _render_result(request, standing, found, form=None):
    """`form` is the one of the three that was sent and could not be taken."""
    forms = {
        "move": MoveResultForm(initial={"state": found.state}),
        "owner": OwnerForm(initial={"owner": found.owner}, community=standing.community),
        "evidence": EvidenceForm(),
    }
    kept = {name: form if type(form) is type(blank) else blank for name, blank in forms.items()}
    context = {"standing": standing, "result": found, "forms": kept, "form": form, "evidence": found.evidence.all()}
    context["may_entrust"] = may_write_charter(request.user, standing.community)
    return render(request, "communities/charter_result.html", context, status=422 if form else 200)


@require_POST
def result_watch(request, slug, pk):
    return _eye_on(request, slug, pk, progress.watch_result)


@require_POST
def result_unwatch(request, slug, pk):
    return _eye_on(request, slug, pk, progress.unwatch_result)


@require_POST
def result_confirm(request, slug, pk):
    _standing, found = _standing_and_result(request, slug, pk)
    progress.confirm_result(found, actor=request.user)
    messages.success(request, _("Noted: it stands as it did."))
    return redirect("home:progress", slug)


def _eye_on(request, slug, pk, deed):
    standing = standing_of_member(request, slug)
    results = ExpectedResult.objects.visible_to(request.user).filter(community=standing.community)
    found = get_object_or_404(results.select_related("community"), pk=pk)
    deed(found, actor=request.user)
    return redirect(f"{reverse('home:progress', args=[slug])}#result-{pk}")
