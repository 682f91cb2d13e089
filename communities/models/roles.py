from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """What a person holds in a community or, by a grant, in one space; higher includes lower."""

    GUEST = 5, _("guest")  # grants only: read, post, react
    PARTICIPANT = 10, _("participant")
    FACILITATOR = 20, _("facilitator")
    MODERATOR = 30, _("moderator")
    LEADER = 40, _("leader")
