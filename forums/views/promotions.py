"""Keeping in the library what a discussion came to, or what one post says."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.queries import use_clock_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums.actions.promotions import keep_closing, keep_post
from forums.forms.promotions import KeepClosingForm, KeepForm
from forums.models import Closing, Post
from forums.queries.promotions import of_closing, of_post, promotion_of
from forums.rules import may_keep_closing, may_keep_post
from forums.views.fetching import run_discussion
from library.models import Item


@require_http_methods(["GET", "HEAD", "POST"])
def closing_keep(request, pk, closing):
    """A draft for the library from what a discussion came to."""
    discussion = run_discussion(request, pk)
    found = (
        Closing.objects.visible_to(request.user)
        .filter(discussion=discussion)
        .select_related("discussion__space__community")
    )
    found = get_object_or_404(found.select_related("published_by"), pk=closing)
    require(may_keep_closing(request.user, found), _("Its community keeps no library, or nothing came of it."))
    proposal = of_closing(found)
    form = KeepClosingForm(posted(request), proposal=proposal)
    return _keep(request, found, form, keep_closing, html=found.summary_html)


@require_http_methods(["GET", "HEAD", "POST"])
def post_keep(request, pk):
    """A draft for the library from what one post says."""
    if not request.user.is_authenticated:
        raise Http404
    found = Post.objects.visible_to(request.user).standing().select_related("author", "sender")
    found = get_object_or_404(found.select_related("discussion__space__community"), pk=pk)
    require(
        may_keep_post(request.user, found), _("Its author keeps a post in the library, and who runs discussions here.")
    )
    form = KeepForm(posted(request), proposal=of_post(found))
    if found.author_id != request.user.pk:
        del form.fields["licence"]
    return _keep(request, found, form, keep_post, html=found.html)


def _keep(request, source, form, action, *, html):
    use_clock_of(source.discussion.space.community, request.user)
    promotion = promotion_of(source)
    if promotion is None and form.is_bound and form.is_valid():
        try:
            promotion = action(source, actor=request.user, **{"licence": Item.Licence.RESERVED} | form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept. Read it once more, change what you like, then publish it."))
    if promotion:
        return _lead_on(request, promotion)
    context = {"source": source, "discussion": source.discussion, "form": form, "html": html}
    return render(request, "forums/keep.html", context, status=422 if form.errors else 200)


def _lead_on(request, promotion):
    """To the item, for whoever may see it: a draft is for who began it, and for those who keep the library."""
    item = Item.objects.visible_to(request.user).filter(pk=promotion.item_id).first()
    if item is None:
        messages.info(request, _("Somebody else keeps this in the library already, and has not published it yet."))
    return redirect(item or promotion)
