import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts import documents
from accounts.models import User

PASSWORD = "a-long-pass-phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the app that makes codes


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a verified address, who signs in with PASSWORD; site staff have a second step as well."""

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

    @factory.post_generation
    def second_step(user, create, extracted, **kwargs):
        if create and (user.is_staff if extracted is None else extracted):
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
