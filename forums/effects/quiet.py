"""What becomes of invitations to write when somebody is forgotten."""

from accounts.models import User
from forums.models import CalledIn


def forget_called_in(person: User) -> None:
    """What was said to an erased person was for them alone; what they said to others stays with these."""
    CalledIn.objects.filter(person=person).delete()
