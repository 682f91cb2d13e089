"""Who is new in a community, and the place in which they say hello."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Community
from communities.queries import standing_in
from communities.queries.audiences import audience_of
from core import paging
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore
from forums.forms.fields import ask_again
from forums.forms.welcoming import HelloForm
from forums.models import HeldPost
from forums.queries import pages, welcoming
from forums.queries.people import why_silent
from forums.rules import may_begin_introductions, may_post


def _joined(request, slug):
    """A community of the reader's own; for anybody else it has no newcomers."""
    return get_object_or_404(Community.objects.joined_by(request.user), slug=slug)


@require_safe
def newcomers(request, slug):
    standing = standing_in(_joined(request, slug), request.user)
    community, reader = standing.community, request.user
    thread = welcoming.introductions_in(community, reader)
    cards, page = welcoming.newcomer_cards(community, reader, thread, **paging.asked(request.GET))
    context = {
        "standing": standing,
        "thread": thread,
        "cards": cards,
        "page": page,
        "hello": welcoming.hello_due(reader, community) if thread else None,
        "may_begin": thread is None and may_begin_introductions(reader, community, role=standing.role),
    }
    return render(request, "forums/newcomers.html", context)


@require_POST
def introductions_begin(request, slug):
    """Open the thread, with words that anybody can change afterwards."""
    community = _joined(request, slug)
    try:
        thread = actions.begin_introductions(
            community,
            actor=request.user,
            title=_("Introductions"),
            question=_(
                "Who are you, what do you bring, and what do you hope for here? "
                "A few lines are enough; answer whoever you have something in common with."
            ),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("forums:newcomers", slug)
    messages.success(request, _("Here newcomers say hello from now on. Begin with your own few lines."))
    return redirect(thread)


@require_http_methods(["GET", "HEAD", "POST"])
def hello(request, slug):
    """A page on which a newcomer introduces themselves; the form stands on other pages too."""
    community = _joined(request, slug)
    thread = welcoming.introductions_in(community, request.user)
    if thread is None:
        raise Http404
    require(may_post(request.user, thread), why_silent(request.user, thread))
    begun = welcoming.hello_begun(request.user)
    form = HelloForm(posted(request), initial={**begun, "readers": audience_of(thread.space)})
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("submission", "readers")}
        try:
            added = actions.reply(thread, actor=request.user, markdown=form.text, **sent)
        except ReadByMore as refusal:
            thread = welcoming.introductions_in(community, request.user) or thread
            ask_again(form, thread.space, str(refusal), at=None)
        except DomainError as refusal:
            form.add_error(form.longest, str(refusal))
        else:
            if isinstance(added, HeldPost):
                return redirect(pages.address_of_held(added, None))
            messages.success(request, _("Nice to meet you. Whoever follows the introductions is told."))
            return redirect(pages.address_of_post(added))
    context = {"community": community, "thread": thread, "form": form}
    return render(request, "forums/hello.html", context, status=422 if form.errors else 200)


@require_POST
def hello_put_aside(request, slug):
    community = _joined(request, slug)
    actions.put_hello_aside(community, actor=request.user)
    messages.success(request, _("You are not asked again. The introductions stay open to you."))
    return redirect(community)
