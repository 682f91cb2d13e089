"""How PostgreSQL takes texts apart, so that they are found by their words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db.models import Q

WORDS = "copse"  # without accents, tags and English endings

# What discussions ask, for finding those that ask something similar: by words, and by a title with slips in it.
ALIKE = (
    GinIndex(SearchVector("title", "excerpt", config=WORDS), name="discussion_words"),
    GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="discussion_title_like"),
)

QUOTES = "](/p/"  # stands in every text that quotes a post
# Asked together with which post that is: it is found by an index in which no other text stands.
QUOTING = Q(markdown__contains=QUOTES)
