"""What others ask of accounts."""

from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User

EXPORTED = (
    "email",
    "handle",
    "display_name",
    "profession",
    "organisation",
    "sector",
    "country",
    "time_zone",
    "language",
    "pronouns",
    "bio",
    "interests",
    "can_help_with",
    "wants_to_learn",
    "is_simulation_educator",
    "is_lay_member",
    "declared_interests",
    "profile_audience",
)


def export_person(person: User) -> dict[str, Any]:
    """The person's own row, JSON-ready."""
    row: dict[str, Any] = {field: getattr(person, field) for field in EXPORTED}
    row["is_staff"] = person.is_staff
    row["date_joined"] = person.date_joined.isoformat()
    row["last_login"] = person.last_login and person.last_login.isoformat()
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    row["email_addresses"] = list(addresses.values("email", "verified", "primary"))
    return row
