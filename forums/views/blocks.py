"""Blocking whoever wrote a post, whether or not one may see their page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from communities.views.blocks import block_person
from forums.models import Post


@require_http_methods(["GET", "HEAD", "POST"])
def block_author(request, pk):
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("author"), pk=pk)
    if post.author is None or post.author.erased_at is not None:  # nobody is there to be blocked
        raise Http404
    return block_person(request, post.author, back=post.get_absolute_url())
