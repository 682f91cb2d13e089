"""Words that stand nowhere else, for each text that says something of a person."""

from itertools import count

from django.db import models

from tests.everywhere.page import RULES

# The person's own address, wherever it stands: it is by the address that the row is known to be about them.
SAME = dict.fromkeys(
    ["communities.Invitation.email", "communities.InvitationLine.email", "notifications.OutboxMessage.address"],
    "account.EmailAddress.email",
)


class Words:
    """A word of its own for each text that says something of a person."""

    def __init__(self):
        self.numbers = count()
        self.given = {}

    def of(self, model):
        return {
            field.name: self._word(f"{model._meta.label}.{field.name}")
            for field in model._meta.local_fields
            if isinstance(field, models.CharField | models.TextField)
            and RULES[f"{model._meta.label}.{field.name}"].kind != "none"
            and not field.choices
        }

    def _word(self, name):
        if name in SAME:
            self.given[name] = self._word(SAME[name])
        return self.given.setdefault(name, f"canary{next(self.numbers):03}x")
