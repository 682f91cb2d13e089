"""What goes along where a discussion is planned like an earlier one."""

from accounts.models import User
from forums.effects.material import copy_material
from forums.effects.prompts import copy_prompts
from forums.models import Discussion
from forums.queries.likeness import stays_among_its_readers
from forums.rules import may_run


def take_along(source: Discussion | None, discussion: Discussion, *, by: User) -> None:
    """The material of an earlier discussion that `by` may see, and its prompts where they run both.

    Nothing where more people will read it: what comes along is not looked through before.
    """
    if source is None or not Discussion.objects.visible_to(by).filter(pk=source.pk).exists():
        return
    if not stays_among_its_readers(source, discussion.space):
        return
    copy_material(source, discussion, by=by)
    if may_run(by, source) and may_run(by, discussion):
        copy_prompts(source, discussion, by=by)
