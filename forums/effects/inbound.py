"""What follows of itself when mail came in."""

from forums.models import InboundMail


def forget_old_mail() -> None:
    """What came in long ago cannot come in again: nothing of it is kept."""
    InboundMail.objects.old().delete()
