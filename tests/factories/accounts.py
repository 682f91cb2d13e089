import factory
from allauth.account.models import EmailAddress

from accounts import documents
from accounts.models import User

PASSWORD = "a-long-pass-phrase"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a verified address, who signs in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    display_name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttributeSequence(lambda user, n: f"person{n}@copse.example")
    agreed_to = factory.LazyFunction(documents.newest)
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified_address(user, create, extracted, **kwargs):
        if create:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
