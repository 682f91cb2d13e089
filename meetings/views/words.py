"""What is said to whoever may not do something."""

from django.utils.translation import gettext_lazy as _

PLANNERS = _("Facilitators, moderators and leaders plan meetings here.")
RUNNERS = _("Those who host this meeting, and the team, change it.")
TEAM = _("Facilitators, moderators and leaders run a series.")
MARKERS = _("Those who host this meeting, and the team, say who came.")
RUN_MEETINGS = _("Facilitators, moderators and leaders see who came to all meetings, and say how that is counted.")
