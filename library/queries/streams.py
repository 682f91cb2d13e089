"""Which of the facts that library records a community's stream shows, and which no stream ever does."""

from activity.streams import keep_out, show


def class_verbs() -> None:
    """What is begun, mended or taken down stays out."""
    show("library", "item.published")
    keep_out("item.drafted", "item.changed", "item.renewed", "item.discarded", "item.taken_down", "item.put_back")
