from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from activity.effects import record
from communities.models import Community

# 54 kB, the size of a full page of posts.
PAGE = "<!doctype html><title>Bare</title>" + "<p>What did you say, and what happened next?</p>" * 1125


@login_required
def bare(request):
    """Session, user and one indexed query."""
    Community.objects.get(slug="bench")
    return HttpResponse(PAGE)


def bare_visitor(request):
    """One indexed query."""
    Community.objects.get(slug="bench")
    return HttpResponse(PAGE)


@login_required
@require_POST
def empty_post(request):
    return HttpResponse(status=204)


@login_required
@require_POST
@transaction.atomic
def one_row(request):
    """One row read, and one saved that is on the disk before the answer goes."""
    record("bench.written", actor=request.user, target=Community.objects.get(slug="bench"))
    return HttpResponse(status=204)


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/visitor/", bare_visitor),
    path("bench/post/", empty_post),
    path("bench/row/", one_row),
    path("", include("config.urls")),
]
