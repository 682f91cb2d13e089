from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class DocumentsChanged(DomainError):
    def __init__(self) -> None:
        super().__init__(_("These texts have changed meanwhile. Please read them again."))
