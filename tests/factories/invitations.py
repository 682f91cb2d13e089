from datetime import timedelta

import factory
from django.utils import timezone

from communities.models import Invitation, InvitationLink, Role
from tests.factories.communities import CommunityFactory, MembershipFactory


class InvitationFactory(factory.django.DjangoModelFactory):
    """Sent just now by a leader, open for two weeks."""

    class Meta:
        model = Invitation

    community = factory.SubFactory(CommunityFactory)
    email = factory.Sequence(lambda n: f"invited{n}@copse.example")
    room = None
    role = Role.PARTICIPANT
    until = factory.LazyAttribute(lambda invitation: timezone.now() + timedelta(days=14) if invitation.room else None)
    invited_by = factory.LazyAttribute(
        lambda invitation: MembershipFactory(community=invitation.community, role=Role.LEADER).person
    )
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class InvitationLinkFactory(factory.django.DjangoModelFactory):
    """Made just now by a leader, for ten people in two weeks."""

    class Meta:
        model = InvitationLink

    community = factory.SubFactory(CommunityFactory)
    label = "Spring meeting"
    use_limit = 10
    made_by = factory.LazyAttribute(lambda link: MembershipFactory(community=link.community, role=Role.LEADER).person)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
