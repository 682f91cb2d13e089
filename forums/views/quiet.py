from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.queries import use_clock_of, visible_people
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.forms.quiet import CallInForm
from forums.models import CalledIn
from forums.queries.quiet import called_in_to, items_offered, quiet_people
from forums.rules import may_call_in
from forums.views.fetching import run_discussion

PER_PAGE = 30


@require_safe
def quiet(request, pk):
    """Who reads along, and who was invited already: for the team alone."""
    discussion = _called_into(request, pk)
    after = number_in(request.GET.get("after", ""))
    page = paging.page(quiet_people(discussion, request.user), key="pk", size=PER_PAGE, after=after)
    context = {"discussion": discussion, "page": page, "called": called_in_to(discussion)}
    return render(request, "forums/quiet.html", context | {"most": CalledIn.MOST_A_DAY})


@require_http_methods(["GET", "HEAD", "POST"])
def call_in(request, pk, person):
    """A word to one of them."""
    discussion = _called_into(request, pk)
    found = get_object_or_404(visible_people(request.user), pk=person)
    is_called = discussion.called_in.filter(person=found).exists()
    if is_called or not quiet_people(discussion, request.user).filter(pk=found.pk).exists():
        return redirect("forums:quiet", pk)  # a double click, or somebody was quicker; the page says who was invited
    form = CallInForm(posted(request), items=items_offered(found, request.user, discussion.space.community))
    if form.is_bound and form.is_valid():
        try:
            actions.call_in(discussion, actor=request.user, person=found, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("%(name)s is told at once.") % {"name": found.name})
            return redirect("forums:quiet", pk)
    context = {"discussion": discussion, "person": found, "form": form}
    return render(request, "forums/call_in.html", context, status=422 if form.errors else 200)


def _called_into(request, pk):
    discussion = run_discussion(request, pk)
    require(may_call_in(request.user, discussion), _("Who runs an open discussion invites people to write in it."))
    use_clock_of(discussion.space.community, request.user)
    return discussion
