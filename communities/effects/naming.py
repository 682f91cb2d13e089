"""Refusing a name by which two communities could be taken for one another."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.errors import NameTaken
from communities.models import Community
from communities.queries.naming import is_taken


def require_own_name(name: str, reader: Any, *, of: Community | None = None) -> None:
    """Raise NameTaken where another community has this name that `reader` may know of; others are not betrayed."""
    if is_taken(name, reader, of=of):
        raise NameTaken(_("There is a community of this very name. A word more would keep the two apart."))
