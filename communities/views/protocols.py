"""The library of protocols, for everyone to read."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries import protocols as queries


@require_safe
def protocols(request):
    return render(request, "communities/protocols.html", {"protocols": queries.protocols()})


@require_safe
def protocol(request, key):
    found = queries.protocol(key)
    if found is None:
        raise Http404
    return render(request, "communities/protocol.html", {"protocol": found})
