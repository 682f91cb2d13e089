import factory
from django.utils import timezone

from communities.effects import furnish
from communities.models import Community, CommunityLink, Membership, Role, Subject
from tests.factories.accounts import UserFactory


class CommunityFactory(factory.django.DjangoModelFactory):
    """An active, public, open community with its three spaces and no members; `is_led`, with a leader."""

    class Meta:
        model = Community
        skip_postgeneration_save = True

    class Params:
        is_led = factory.Trait(
            lead=factory.RelatedFactory(
                "tests.factories.communities.MembershipFactory", factory_related_name="community", role=Role.LEADER
            )
        )

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


class CommunityLinkFactory(factory.django.DjangoModelFactory):
    """Two sisters who have agreed."""

    class Meta:
        model = CommunityLink

    kind = CommunityLink.Kind.SISTER
    upper = factory.SubFactory(CommunityFactory)
    lower = factory.SubFactory(CommunityFactory)
    from_upper = True
    state = CommunityLink.State.AGREED
    sentence = "We teach the same people on different days."
    proposed_by = factory.SubFactory(UserFactory)
    answered_by = factory.Maybe("is_answered", factory.SubFactory(UserFactory), None)
    answered_at = factory.Maybe("is_answered", factory.LazyFunction(timezone.now), None)

    class Params:
        is_answered = factory.LazyAttribute(lambda link: link.state == CommunityLink.State.AGREED)


class SubjectFactory(factory.django.DjangoModelFactory):
    """A subject of the site's list; tests that empty tables take away those that a migration brings."""

    class Meta:
        model = Subject

    slug = factory.Sequence(lambda n: f"subject-{n}")
    label = factory.Sequence(lambda n: f"Subject {n}")
