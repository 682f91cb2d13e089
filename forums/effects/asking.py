"""What becomes of hellos and of questions put to people when somebody is forgotten."""

from accounts.models import User
from forums.effects.pages import renew_pages
from forums.models import Asked, Discussion, HelloPutAside


def forget_asked(person: User) -> None:
    """What was put to an erased person was theirs; what they put to others stays with a former member."""
    renew_pages(Discussion.objects.filter(asked__person=person))
    Asked.objects.filter(person=person).delete()
    HelloPutAside.objects.filter(person=person).delete()
