"""What every row that belongs to a discussion has of it."""

from typing import Any

from django.db import models


class OfDiscussion(models.Model):
    """It is in the space and the community of its discussion, and stands there unless it has an address of its own."""

    discussion: Any

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.discussion.get_absolute_url()

    @property
    def space_id(self) -> int:
        return self.discussion.space_id

    @property
    def community_id(self) -> int:
        return self.discussion.community_id
