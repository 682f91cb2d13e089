from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class SubjectQuerySet(models.QuerySet["Subject"]):
    def offered(self):
        """Those that may still be chosen, each beneath the one that it belongs to."""
        return self.filter(retired_at=None).order_by("parent__label", "label")


class Subject(models.Model):
    """Something that people learn about, by which communities are found. Site staff keep the list (B8, M8).

    One that is retired stays with what was tagged with it, and is offered no more.
    """

    MOST = 5  # for one community

    label = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=60, unique=True, editable=False)  # stays when the name changes: links go by it
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        constraints = [
            models.UniqueConstraint(Lower("label"), name="subject_once", violation_error_message=_("It is there.")),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="subject_not_beneath_itself"),
        ]
        ordering = ["label"]

    def __str__(self):
        return self.label

    def clean(self):
        if self.parent and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError({"parent": _("Two levels are enough: choose one that belongs to no other.")})

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self):
        base = slugify(self.label)[:50] or "subject"
        taken = set(Subject.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        number = 2
        while (slug := base if base not in taken else f"{base}-{number}") in taken:
            number += 1
        return slug

    @property
    def is_retired(self):
        return self.retired_at is not None
