from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Space
from core.forms import CleanCharField
from core.markdown import clean
from forums.mbox.containers import may_hold_messages
from forums.models import ListArchive
from library.formats import MEGABYTE


class ListArchiveForm(forms.Form):
    """The archive of a mailing list, and where it is to go."""

    archive = forms.FileField(label=_("The archive"))
    space = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), help_text=_("Its readers read the old posts too.")
    )
    only_list = CleanCharField(
        label=_("Only this list"),
        max_length=200,
        required=False,
        help_text=_("For somebody’s own mailbox that holds several lists: the address of the one that is meant."),
    )

    def __init__(self, *args, community, sender, **kwargs):
        super().__init__(*args, **kwargs)
        spaces = Space.objects.visible_to(sender).filter(community=community, archived_at=None)
        self.fields["space"].queryset = spaces
        self.fields["space"].empty_label = None
        self.fields["archive"].help_text = _(
            "An mbox file, or gzip or zip of it, as Mailman, Groups.io and Google Takeout give it. At most %(most)d MB."
        ) % {"most": settings.LARGEST_ARCHIVE // MEGABYTE}

    def clean_archive(self):
        file = self.cleaned_data["archive"]
        if file.size > settings.LARGEST_ARCHIVE:
            raise ValidationError(_("This file is too large. Whoever runs the site can bring it in."))
        if not may_hold_messages(file):
            raise ValidationError(_("This is not the archive of a mailing list."))
        return file

    @property
    def wish(self):
        file, longest = self.cleaned_data["archive"], ListArchive._meta.get_field("name").max_length
        return {"content": file, "name": clean(file.name)[:longest], "only_list": self.cleaned_data["only_list"]}
