"""How views come by what they are about."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def or_404(find, *args):
    """What `find` gives, or the same answer for what is hidden and what is missing."""
    try:
        return find(*args)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
