"""What a click does to one row of a list, after which the list is shown again."""

from django.contrib import messages

from core.errors import DomainError, Gone


def is_done(request, deed):
    """Whether `deed` was done. A refusal is said above the list; that the row is gone by now, the list says itself."""
    try:
        deed()
    except Gone:
        return False
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    return True
