"""Nothing is said to more people than its writer was told of."""

from django.utils.translation import gettext as _

from communities.models import Space
from communities.queries.audiences import Audience
from forums.errors import ReadByMore


def require_no_more(readers: Audience | None, space: Space) -> None:
    """Raise ReadByMore where more people read `space` than `readers`, for whom the page was made that was written on.

    None stands for those whom no page told who reads it.
    """
    if readers is not None and readers.is_outgrown_by(space):
        raise ReadByMore(
            _("More people read here now than when you began. %(who)s If it is meant for them too, send it once more.")
            % {"who": space.who_reads}
        )
