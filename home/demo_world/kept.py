"""What a closing of the demo world becomes in the library, by the actions that people use."""

from typing import Any

from forums.actions.promotions import keep_closing
from forums.models import Closing
from forums.queries.promotions import of_closing
from home.demo_world.people import People
from library.actions import publish_item


def keep(closing: Closing, facts: dict[str, Any], people: People) -> None:
    """Keep it by those whom it names, and publish it at once."""
    proposal, keeper = of_closing(closing), people[facts["by"]]
    kept = keep_closing(
        closing,
        actor=keeper,
        kind=proposal.kind,
        title=facts["title"],
        licence=facts["licence"],
        authors=[author.who for author in proposal.authors if author.is_named],
    )
    publish_item(kept.item, actor=keeper)
