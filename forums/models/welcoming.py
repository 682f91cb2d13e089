from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models import Community


class HelloPutAside(models.Model):
    """That a member does not want to be asked any more to introduce themselves in a community."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "community"], name="hello_put_aside_once")]

    def __str__(self):
        return f"{self.person_id} in {self.community_id}"
