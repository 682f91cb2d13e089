"""The people of the demo world. They are made when something needs them, so nobody who was erased comes back."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts import documents
from accounts.actions import agree
from accounts.models import User
from home.demo_world import data, rhythm

PASSWORD = "copse-demo"
LOGINS = {
    "moderator": "plans, opens and closes discussions",
    "participant": "reads and answers",
    "facilitator": "helps the moderator",
    "leader": "gives the roles",
    "outsider": "belongs nowhere yet",
    "admin": "site staff, with /admin/",
}


def address(key: str) -> str:
    return f"{key}@copse.example"


class People(dict[str, User]):
    """Everyone of the data files by key; whoever is not in the database yet is made when asked for."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.facts = data.read("people.toml")
        self.seen = {key: now - timedelta(days=0.4 + 12 * rhythm.chance("seen", key) ** 2) for key in self.facts}
        self._password = ""
        known = {address(key): key for key in self.facts}
        super().__init__({known[user.email]: user for user in User.objects.filter(email__in=known)})

    def __missing__(self, key: str) -> User:
        facts = {**self.facts[key]}
        name = facts.pop("name")
        self._password = self._password or make_password(PASSWORD)  # hashed once: that takes long by design
        person = User(
            email=address(key), display_name=name, handle=slugify(name), password=self._password, **_fields(facts)
        )
        person.is_superuser = person.is_staff
        person.save(force_insert=True)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        agree(person, actor=person, version=documents.newest())
        self[key] = person
        return person

    def zones(self) -> dict[str, ZoneInfo]:
        return {key: ZoneInfo(facts["time_zone"]) for key, facts in self.facts.items()}


def _fields(facts: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in facts.items() if field != "unread"}
