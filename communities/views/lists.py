"""Lists of addresses: handed in, looked through, sent."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from communities import actions, queries
from communities.forms.lists import ListForm
from communities.models import InvitationList
from communities.queries.measure import measure_of_lists
from communities.views.fetching import standing_of_asker
from core import paging
from core.errors import DomainError
from core.markdown import clean
from core.tables import csv_answer

LISTS_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request, slug):
    """Hand one in; beneath stand those that were handed in before."""
    standing = standing_of_asker(request, slug)
    is_sent = request.method == "POST"
    sent = (request.POST, request.FILES) if is_sent else ()
    form = ListForm(*sent, community=standing.community, held=standing.role)
    if is_sent and form.is_valid():
        try:
            handed_in = actions.hand_in_list(standing.community, actor=request.user, **form.wish)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("communities:list", slug, handed_in.pk)
    rows = queries.lists_of(standing.community, request.user)
    page = paging.page(rows, key="pk", size=LISTS_PER_PAGE, descending=True, **paging.asked(request.GET))
    context = {"standing": standing, "form": form, "page": page, "most": InvitationList.MOST_LINES}
    if standing.invites_many:
        context["measure"] = measure_of_lists(request.user, standing.community)
    return render(request, "communities/lists.html", context, status=422 if form.errors else 200)


@require_safe
def list_shown(request, slug, pk):
    """What was found in it, before it is sent; how far it is, meanwhile; what came of it, afterwards."""
    standing, handed_in = _list(request, slug, pk)
    context = {"standing": standing, "list": handed_in, "tally": queries.tally(handed_in)}
    if request.htmx:  # asks how far it is
        is_moving = handed_in.state == InvitationList.State.SENDING
        return render(request, "communities/list.html#progress", context) if is_moving else HttpResponseClientRefresh()
    context["verdict"] = verdict = clean(request.GET.get("show", ""))
    asked = paging.asked(request.GET)
    context["page"] = paging.page(
        queries.lines_of(handed_in, verdict), key="number", size=queries.LINES_PER_PAGE, **asked
    )
    context["may_send"] = standing.invites_many and handed_in.by_id == request.user.pk
    if context["may_send"] and handed_in.state == InvitationList.State.CHECKED:
        context["measure"] = measure_of_lists(request.user, standing.community)
        context["going"] = min(context["measure"].number, context["tally"].ready)
    return render(request, "communities/list.html", context)


@require_safe
def list_left_out(request, slug, pk):
    """The lines that are left out, as a table to mend and hand in again."""
    _standing, handed_in = _list(request, slug, pk)
    rows = queries.lines_of(handed_in).order_by("number").iterator(chunk_size=1000)
    cells = ((line.number, line.text, line.get_verdict_display()) for line in rows)
    return csv_answer(f"left-out-{handed_in.pk}", [_("Line"), _("What stands there"), _("Why")], cells)


@require_POST
def list_send(request, slug, pk):
    _standing, handed_in = _list(request, slug, pk)
    try:
        if departure := actions.send_list(handed_in, actor=request.user):
            _tell(request, departure)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("communities:list", slug, pk)


def _tell(request, departure):
    said = ngettext(
        "%(number)s invitation is on its way.", "%(number)s invitations are on their way.", departure.number
    )
    messages.success(request, said % {"number": number_format(departure.number)})
    if departure.rest:
        messages.info(request, _("The rest waits among your lists until you send it."))


@require_POST
def list_drop(request, slug, pk):
    _standing, handed_in = _list(request, slug, pk)
    if actions.drop_list(handed_in, actor=request.user):
        messages.success(request, _("Nothing more of this list is sent."))
    return redirect("communities:list", slug, pk)


def _list(request, slug, pk):
    standing = standing_of_asker(request, slug)
    seen = InvitationList.objects.visible_to(request.user).filter(community=standing.community)
    return standing, get_object_or_404(seen.select_related("community", "by"), pk=pk)
