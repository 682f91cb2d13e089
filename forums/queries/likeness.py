"""What comes along where a discussion is planned like an earlier one."""

from dataclasses import dataclass
from typing import Any

from communities.models import Space
from communities.queries.audiences import audience_of
from forums.models import Discussion
from forums.queries.material import material_of
from forums.queries.prompts import texts_of
from forums.rules import may_run


@dataclass(frozen=True)
class Along:
    """How much of it there is."""

    questions: int
    items: int

    def __bool__(self) -> bool:
        return bool(self.questions or self.items)


def stays_among_its_readers(source: Discussion, space: Space) -> bool:
    """Whether what is planned in `space` like `source` is read by none but those who read that: no words go further."""
    return source.space.community_id == space.community_id and not audience_of(source.space).is_outgrown_by(space)


def comes_along(source: Discussion | None, space: Space, person: Any) -> Along:
    """What `person` takes along into `space` of an earlier discussion that they see. Three queries at most."""
    if source is None:
        return Along(0, 0)
    questions = len(texts_of(source, person)) if may_run(person, source) else 0
    return Along(questions, len(material_of(source, person).filter(item__space__community=space.community_id)))
