"""Files, each at the address of what it hangs on."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from library.models import File
from library.rules import may_read_versions
from library.serving import serve
from library.views.fetching import visible_item


@require_safe
def latest(request, pk):
    """What an item's readers get."""
    version = visible_item(request, pk).files.select_related("file").first()
    if version is None:
        raise Http404
    return serve(request, version.file)


@require_safe
def version(request, pk, number):
    """An earlier version: to others than those who may edit the item it is not there."""
    item = visible_item(request, pk)
    if not may_read_versions(request.user, item):
        raise Http404
    found = get_object_or_404(item.files.select_related("file"), number=number)
    return serve(request, found.file)


@require_safe
def loose(request, pk):
    """One's own upload, until it hangs on something."""
    return serve(request, get_object_or_404(File.objects.visible_to(request.user), pk=pk))
