"""What others ask of forums, and what its pages show."""

from forums.queries.seams import export_person, resolve_closings, resolve_discussions, resolve_posts

__all__ = ["export_person", "resolve_closings", "resolve_discussions", "resolve_posts"]
