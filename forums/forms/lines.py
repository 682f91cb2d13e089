"""What a moderator sends about a line of a discussion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, SubmissionField
from forums.forms.closings import ReasonField
from forums.forms.fields import IdField, ReadersField


class AsideForm(forms.Form):
    words = ReasonField(
        label=_("Why is it off topic?"),
        help_text=_("One sentence. It stands where the branch is folded, and whoever began the branch is told."),
    )


class CloseLineForm(forms.Form):
    words = ReasonField(
        label=_("Why close this branch?"),
        help_text=_("One sentence for those who wrote in it: it is answered, it goes in circles, it leads nowhere."),
    )
    statement = CleanCharField(
        label=_("What did it come to?"),
        required=False,
        strip=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a sentence or two, where it came to something. [#3] cites post 3."),
    )
    readers = ReadersField()


class SplitForm(forms.Form):
    title = CleanCharField(
        label=_("Title"), max_length=200, help_text=_("Short and plain: people see from it whether it concerns them.")
    )
    question = CleanCharField(
        label=_("Opening question"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the branch is about by now, in a question of your own. It becomes the first post there."),
    )
    submission = SubmissionField()
    found_in = IdField(required=False)
    readers = ReadersField()


class MoveLineForm(forms.Form):
    """The number of the post beneath which a line is to stand."""

    beneath = forms.IntegerField(
        label=_("Beneath which post?"),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("Its number, as it stands beside it. Leave it empty to put the branch on the first level."),
    )

    def __init__(self, *args, discussion, **kwargs):
        super().__init__(*args, **kwargs)
        self.discussion = discussion

    def clean_beneath(self):
        """The post, or None for the first level."""
        number = self.cleaned_data["beneath"]
        if number is None:
            return None
        found = self.discussion.posts.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no post %(number)s here."), params={"number": number})
        return found
