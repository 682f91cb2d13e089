from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class DocumentsChanged(DomainError):
    def __init__(self) -> None:
        super().__init__(_("These texts have changed meanwhile. Please read them again."))


class TooMuchAtOnce(DomainError):
    """More than a new account may do for now; the text says when one can go on."""
