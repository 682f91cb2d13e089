"""What tests of invitations share."""

from datetime import timedelta

from django.utils import timezone

from communities.models import Invitation

State = Invitation.State
SOON = timedelta(minutes=1)


def let_time_pass(**delta):
    moment = timezone.now() - timedelta(**delta)
    Invitation.objects.update(sent_at=moment)
