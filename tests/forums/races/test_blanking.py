"""Words that are blanked while somebody who has them before them saves. Without the lock that is named, it fails."""

import pytest

from communities.models import Role
from forums import actions
from forums.errors import SavedReplyStale
from forums.models import SavedReply
from forums.queries.quoting import quotation_of
from tests.factories import MembershipFactory, PostFactory
from tests.forums.races.test_lines import leader, participant
from tests.racing import meanwhile

__all__ = ["leader", "participant"]

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_a_saved_reply_that_is_changed_meanwhile_brings_nothing_back(discussion, leader, participant):
    """The community is locked with the discussions: what a team keeps hangs on it alone."""
    community = discussion.space.community
    other = MembershipFactory(community=community, role=Role.MODERATOR).person
    PostFactory(discussion=discussion, author=leader, kind="prompt")
    post = PostFactory(discussion=discussion, author=participant, markdown="Mrs Gray fell.")
    said = quotation_of(post)
    saved = actions.save_reply(community, actor=other, title="Falls", markdown=said)

    refusal = meanwhile(
        lambda: actions.remove_post(post, actor=leader, reason="A patient.", blanks_quotations=True),
        lambda: actions.change_saved_reply(saved, actor=other, version=0, title="Falls", markdown=f"{said}How is she?"),
    )

    assert isinstance(refusal, SavedReplyStale)
    assert "Gray" not in SavedReply.objects.get().markdown
