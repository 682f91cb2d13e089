"""What a community says in its own name."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.errors import NotBefore
from communities.forms.statements import CorrectionForm, DraftForm, PublishForm, StatementForm, WithdrawForm
from communities.models import Statement
from communities.queries.statements import statements_of
from communities.rules import may_draft_statements, may_speak_for
from communities.views.fetching import standing_inside
from communities.views.wording import asks_preview, show_preview, show_wording
from core import paging
from core.errors import Stale
from core.forms import posted
from core.markdown import clean
from core.permissions import require

FORM = "communities/statement_form.html"


@require_safe
def statements(request, slug):
    standing = standing_inside(request, slug)
    found = statements_of(standing, request.user, **paging.asked(request.GET, clean))
    context = {"standing": standing, "found": found}
    return render(request, "communities/statements.html", context)


@require_safe
def statement(request, slug, pk):
    standing = standing_inside(request, slug)
    return _show(request, standing, _statement(request, standing, pk))


def _show(request, standing, statement, form=None):
    context = {
        "standing": standing,
        "statement": statement,
        "revisions": statement.revisions.select_related("replaced_by"),
        "form": form or WithdrawForm(),
        "may_draft": may_draft_statements(request.user, standing.community),
        "may_speak": may_speak_for(request.user, standing.community),
    }
    return render(request, "communities/statement.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_new(request, slug):
    standing = _standing_of_writer(request, slug)
    form = StatementForm(posted(request))
    if asks_preview(request):
        return show_preview(request, FORM, form, standing=standing)
    if form.is_valid():
        drafted = actions.draft_statement(standing.community, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is kept. A leader publishes it."))
        return redirect(drafted)
    return show_wording(request, FORM, form, standing=standing)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_change(request, slug, pk):
    """A draft is worded anew; what was published is put right, with a reason."""
    standing = _standing_of_writer(request, slug)
    statement = _statement(request, standing, pk)
    if statement.is_withdrawn and request.method != "POST":
        messages.error(request, _("It was withdrawn, so it stays as it is."))
        return redirect(statement)
    kind, deed = DraftForm, actions.change_statement
    if not statement.is_draft:
        require(may_speak_for(request.user, standing.community), _("A leader puts right what was published."))
        kind, deed = CorrectionForm, actions.correct_statement
    begun = {"title": statement.title, "markdown": statement.markdown, "version": statement.version}
    form = kind(posted(request), initial=begun)
    if asks_preview(request):
        return show_preview(request, FORM, form, standing=standing, statement=statement)
    if form.is_valid():
        try:
            deed(statement, actor=request.user, **form.cleaned_data)
        except (Stale, NotBefore) as refusal:
            return _again(request, standing, pk, form, str(refusal))
        messages.success(request, _("Saved."))
        return redirect(statement)
    return show_wording(request, FORM, form, standing=standing, statement=statement)


def _again(request, standing, pk, form, refusal):
    """What was typed, over the statement as it is now, which is shown too. Sent again, it replaces it."""
    statement = _statement(request, standing, pk)
    again = type(form)(form.data.copy())
    again.data["version"] = statement.version
    again.add_error(None, refusal)
    return show_wording(request, FORM, again, standing=standing, statement=statement, meanwhile=statement, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_publish(request, slug, pk):
    """What its readers will see, who they are and who is told; then it is said in the community's name."""
    standing = standing_inside(request, slug)
    statement = _statement(request, standing, pk)
    require(may_speak_for(request.user, standing.community), _("A leader publishes what is said in its name."))
    if request.method != "POST":
        return _last_look(request, standing, statement) if statement.is_draft else redirect(statement)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form was damaged. Please send it again."))
        return redirect(statement)
    try:
        is_new = actions.publish_statement(statement, actor=request.user, **form.cleaned_data)
    except Stale as refusal:
        return _last_look(request, standing, _statement(request, standing, pk), str(refusal))
    if is_new:
        messages.success(request, _("It is published, and the members are told."))
    return redirect(statement)


def _last_look(request, standing, statement, refusal=None):
    today = timezone.localdate()
    context = {"standing": standing, "statement": statement, "refusal": refusal, "today": today}
    return render(request, "communities/statement_publish.html", context, status=409 if refusal else 200)


@require_POST
def statement_withdraw(request, slug, pk):
    standing = standing_inside(request, slug)
    statement = _statement(request, standing, pk)
    require(may_speak_for(request.user, standing.community), _("A leader withdraws what was published."))
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, standing, statement, form)
    try:
        actions.withdraw_statement(statement, actor=request.user, **form.cleaned_data)
    except NotBefore as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is withdrawn. Whoever looks for it finds why."))
    return redirect(statement)


@require_POST
def statement_discard(request, slug, pk):
    standing = standing_inside(request, slug)
    statement = _statement(request, standing, pk)
    try:
        actions.discard_statement(statement, actor=request.user)
    except NotBefore as refusal:
        messages.error(request, str(refusal))
        return redirect(statement)
    messages.success(request, _("The draft is gone."))
    return redirect("communities:statements", slug)


def _statement(request, standing, pk):
    found = Statement.objects.visible_to(request.user).select_related("published_by", "withdrawn_by")
    statement = get_object_or_404(found, community=standing.community, pk=pk)
    statement.community = standing.community
    return statement


def _standing_of_writer(request, slug):
    standing = standing_inside(request, slug)
    is_allowed = may_draft_statements(request.user, standing.community)
    require(is_allowed, _("Moderators and leaders draft what the community says in its name."))
    return standing
