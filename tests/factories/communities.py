import factory

from communities.effects import furnish
from communities.models import Community, Membership, Role
from tests.factories.accounts import UserFactory


class CommunityFactory(factory.django.DjangoModelFactory):
    """An active, public, open community with its three spaces and no members."""

    class Meta:
        model = Community
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"community-{n}")
    name = factory.Sequence(lambda n: f"Community {n}")
    summary = "People who want their feedback to be heard."
    visibility = Community.Visibility.PUBLIC
    admission = Community.Admission.OPEN
    phase = Community.Phase.ACTIVE

    @factory.post_generation
    def spaces(community, create, extracted, **kwargs):
        if create:
            furnish(community)


class MembershipFactory(factory.django.DjangoModelFactory):
    """An active member; the community's count follows."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    community = factory.SubFactory(CommunityFactory)
    person = factory.SubFactory(UserFactory)
    role = Role.PARTICIPANT

    @factory.post_generation
    def counted(membership, create, extracted, **kwargs):
        if create and membership.is_live:
            membership.community.member_count += 1
            membership.community.save(update_fields=["member_count"])
