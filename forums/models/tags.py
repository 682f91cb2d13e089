from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from forums.models.discussion import Discussion


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, person):
        """Those of discussions that `person` may see: a word that stands on none of them is not known to them."""
        seen = Discussion.objects.visible_to(person).whole().order_by().values("pk")
        through = Tag.discussions.through.objects.filter(discussion__in=seen)
        return self.filter(pk__in=through.values("tag"))


class Tag(models.Model):
    """A word of a community for what some of its discussions have in common (B10).

    One that was joined with another stays as a way there: what leads to it leads on, and whoever types it gets `into`
    where they know that.
    """

    MOST = 5  # on one discussion

    community = models.ForeignKey(Community, models.PROTECT, related_name="tags")
    name = models.CharField(_("name"), max_length=40)
    slug = models.SlugField(max_length=50, editable=False)  # stays when the name changes: links go by it
    into = models.ForeignKey("self", models.CASCADE, null=True, related_name="former")
    discussions = models.ManyToManyField(Discussion, related_name="tags")

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "community", name="tag_once"),
            models.UniqueConstraint(fields=["community", "slug"], name="tag_address_once"),
            models.CheckConstraint(condition=~Q(into=models.F("pk")), name="tag_not_into_itself"),
        ]
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:tag", args=[self.community.slug, self.slug])

    @property
    def space_id(self):
        return None

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self):
        base = slugify(self.name) or "tag"
        taken = set(self.community.tags.filter(slug__startswith=base).values_list("slug", flat=True))
        number = 2
        while (slug := base if base not in taken else f"{base}-{number}") in taken:
            number += 1
        return slug
