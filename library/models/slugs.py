from django.db import models
from django.utils.text import slugify

_LONGEST = 70


class TitleSlug(models.SlugField):
    """The title as it stands in the address, in a place where other addresses have one of `verbs`.

    A title that is one of them is told from it by `noun`: when it is written, and also when it is read, since its
    verb may have come later. So no verb ever hides what was there before it.
    """

    def __init__(self, *args, verbs=frozenset(), noun="", **kwargs):
        super().__init__(*args, **kwargs)
        self.verbs, self.noun = verbs, noun

    def deconstruct(self):
        """A slug like any other, as far as the database goes."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs

    def pre_save(self, model_instance, add):
        slug = self._no_verb(slugify(model_instance.title)[:_LONGEST].strip("-") or "-")
        setattr(model_instance, self.attname, slug)
        return slug

    def from_db_value(self, value, expression, connection):
        return self._no_verb(value)

    def _no_verb(self, slug):
        return f"{slug}-{self.noun}" if slug in self.verbs else slug
