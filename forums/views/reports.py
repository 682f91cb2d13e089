"""Reporting, the team's queue of what is reported, what was decided, and the appeal against it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Membership
from communities.queries import standing_in, use_clock_of
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.forms.reports import AnswerAppealForm, AppealForm, DecideForm, PersonReportForm, ReportForm
from forums.models import Report, Ruling
from forums.queries import pages
from forums.queries.held import answered_in, held_in
from forums.queries.reports import appeals_in, case_of, rulings_in, waiting_cases
from forums.rules import may_answer_appeal, may_appeal, may_decide, may_report, may_report_person
from forums.views.fetching import visible_post

RULINGS_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def post_report(request, pk):
    post = visible_post(request, pk)
    require(may_report(request.user, post), _("Members report posts of others."))
    if request.method != "POST" and post.is_removed:
        return redirect(pages.address_of_post(post))
    form = ReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_post(post, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. The team is told, and you hear what comes of it."))
        return redirect(pages.address_of_post(post))
    context = {"post": post, "discussion": post.discussion, "form": form}
    return render(request, "forums/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_report(request, slug, pk):
    found = Membership.objects.visible_to(request.user).select_related("community", "person")
    membership = get_object_or_404(found, pk=pk, community__slug=slug)
    require(may_report_person(request.user, membership), _("Members report what other members do."))
    form = PersonReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.report_person(membership, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. The team is told, and you hear what comes of it."))
        return redirect("communities:members", slug)
    context = {"membership": membership, "community": membership.community, "form": form}
    return render(request, "forums/report_person.html", context, status=422 if form.errors else 200)


@require_safe
def reports(request, slug):
    standing = _handling(request, slug)
    rulings = rulings_in(standing.community, request.user)
    context = {
        "standing": standing,
        "cases": waiting_cases(standing.community, request.user),
        "appeals": appeals_in(standing.community, request.user),
        "held": held_in(standing.community, request.user),
        "answered": answered_in(standing.community, request.user),
        "page": paging.page(rulings, key="pk", size=RULINGS_PER_PAGE, descending=True, **paging.asked(request.GET)),
    }
    return render(request, "forums/reports.html", context)


def _handling(request, slug):
    """How the reader stands in a community of which they are a member and where they handle reports."""
    if not request.user.is_authenticated:
        raise Http404
    own = Membership.objects.live_of(request.user).select_related("community")
    community = get_object_or_404(own, community__slug=slug).community
    standing = standing_in(community, request.user)
    require(standing.handles_reports, _("Moderators and leaders decide what is reported."))
    return standing


@require_safe
def post_case(request, pk):
    """From a post to where it is decided what becomes of it."""
    handled = Report.objects.handled_by(request.user).waiting().select_related("community")
    return redirect(get_object_or_404(handled.filter(post=pk).order_by("pk")[:1]))


@require_http_methods(["GET", "HEAD", "POST"])
def report_case(request, slug, pk):
    standing = _handling(request, slug)
    handled = Report.objects.handled_by(request.user).filter(community=standing.community)
    report = get_object_or_404(
        handled.select_related("community", "person", "ruling__community", "post__discussion__space__community"), pk=pk
    )
    case = case_of(report, request.user)
    form = DecideForm(posted(request))
    if request.method == "POST":
        require(may_decide(request.user, report), _("Only who may read it decides it."))
        if form.is_valid() and _decide(request, report, form):
            return redirect("forums:reports", slug)
    elif case is None:
        return redirect(report.ruling)
    context = {"standing": standing, "report": report, "case": case, "form": form}
    return render(request, "forums/report_case.html", context, status=422 if form.errors else 200)


def _decide(request, report, form):
    """Whether there is nothing more to do here."""
    try:
        actions.decide_report(report, actor=request.user, is_upheld=form.is_upheld, words=form.cleaned_data["words"])
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    if form.is_upheld:
        messages.success(request, _("Upheld. Whom it is about and who reported it are told."))
    else:
        messages.success(request, _("Dismissed. Who reported it is told."))
    return True


@require_safe
def ruling(request, slug, pk):
    return _show(request, _ruling(request, slug, pk))


def _ruling(request, slug, pk):
    found = Ruling.objects.visible_to(request.user).filter(community__slug=slug)
    found = found.select_related(
        "person", "by", "undone_by", "answered_by", "post__author", "post__sender", "post__discussion__space__community"
    )
    found = get_object_or_404(found.select_related("community"), pk=pk)
    use_clock_of(found.community, request.user)
    return found


def _show(request, ruling, *, appeal=None, answer=None):
    reader = request.user
    handles = may_decide(reader, ruling)
    context = {
        "ruling": ruling,
        "community": ruling.community,
        "is_own": ruling.concerned_id == reader.pk,
        "reports": ruling.reports.select_related("reporter") if handles else [],
        "handles": handles,
        "may_undo": handles and not ruling.is_undone and not ruling.is_appealed,
        "appeal": appeal or (AppealForm() if may_appeal(reader, ruling) else None),
        "answer": answer or (AnswerAppealForm() if _is_to_answer(reader, ruling) else None),
    }
    failed = (appeal and appeal.errors) or (answer and answer.errors)
    return render(request, "forums/ruling.html", context, status=422 if failed else 200)


def _is_to_answer(reader, ruling):
    waits = ruling.is_appealed and not ruling.is_answered and not ruling.is_undone
    return waits and may_answer_appeal(reader, ruling)


@require_POST
def ruling_undo(request, slug, pk):
    ruling = _ruling(request, slug, pk)
    try:
        if actions.undo_ruling(ruling, actor=request.user):
            messages.success(request, _("Undone. It waits for a decision again."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("forums:reports", slug)


@require_POST
def ruling_appeal(request, slug, pk):
    ruling = _ruling(request, slug, pk)
    form = AppealForm(request.POST)
    if not form.is_valid():
        require(may_appeal(request.user, ruling), _("Whom it is about may appeal, as long as it stands."))
        return _show(request, ruling, appeal=form)
    if actions.appeal(ruling, actor=request.user, words=form.cleaned_data["words"]):
        messages.success(request, _("The team is told. You get their answer by mail."))
    return redirect(ruling)


@require_POST
def ruling_answer(request, slug, pk):
    ruling = _ruling(request, slug, pk)
    form = AnswerAppealForm(request.POST)
    if not form.is_valid():
        require(may_answer_appeal(request.user, ruling), _("Somebody else than who decided answers an appeal."))
        return _show(request, ruling, answer=form)
    try:
        actions.answer_appeal(ruling, actor=request.user, is_granted=form.is_granted, words=form.cleaned_data["words"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Answered. Whom it is about is told."))
    return redirect(ruling)
