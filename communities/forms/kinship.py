from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityLink
from communities.queries import find_communities
from communities.queries.kinship import community_named
from core.forms import CleanCharField

LIKELY = 5


def _sentence(name, **options):
    return CleanCharField(max_length=CommunityLink._meta.get_field(name).max_length, **options)


class ProposeLinkForm(forms.Form):
    """Which other community belongs together with one, in what way, and why.

    Its page holds `<datalist id="communities-found">`, and buttons that send the `likely` ones. A community that the
    reader may not know of is answered as one that is not there.
    """

    other = CleanCharField(
        label=_("Which community?"),
        max_length=300,
        help_text=_("Type a few letters of its name and choose, or paste its address."),
    )
    stands = forms.ChoiceField(
        label=_("How does it stand to yours?"),
        choices=[
            (CommunityLink.Stands.BESIDE, _("We are sisters: neither stands above the other")),
            (CommunityLink.Stands.ABOVE, _("It is our umbrella: we belong to it")),
            (CommunityLink.Stands.BENEATH, _("We are its umbrella: it belongs to us")),
        ],
        widget=forms.RadioSelect,
        initial=CommunityLink.Stands.BESIDE,
    )
    sentence = _sentence(
        "sentence",
        label=_("Why do you belong together?"),
        help_text=_("One sentence. Their leaders read it with the name of your community; later, whoever sees both."),
    )

    def __init__(self, *args, community, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.community, self.reader, self.likely = community, reader, []
        found_url = reverse("communities:neighbours-found", args=[community.slug])
        attrs = {"list": "communities-found", "autocomplete": "off", "spellcheck": "false", "hx-get": found_url}
        attrs |= {"hx-trigger": "input changed delay:250ms", "hx-target": "#communities-found", "hx-swap": "innerHTML"}
        self.fields["other"].widget.attrs |= attrs

    def clean_other(self):
        words = self.cleaned_data["other"]
        found = [each for each in community_named(words, self.reader) if each != self.community]
        if len(found) == 1:
            return found[0]
        near = find_communities(self.reader, words).exclude(pk=self.community.pk).order_by("name", "pk")
        self.likely = found or list(near[:LIKELY])
        if found:
            raise forms.ValidationError(_("Several communities are called that. Choose one."))
        raise forms.ValidationError(_("There is no other community of that name that you may know of."))


class AnswerLinkForm(forms.Form):
    """A word to those who asked."""

    answer = _sentence(
        "answer",
        label=_("A word to them"),
        required=False,
        help_text=_("Whoever sees that you belong together reads it."),
    )


class EndLinkForm(forms.Form):
    sentence = _sentence("ending", label=_("Why do you part?"), help_text=_("The leaders of both read it."))
