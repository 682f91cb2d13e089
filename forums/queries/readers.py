"""A discussion as one reader finds it, and how they stand to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from accounts.queries import blocked_by
from communities.models import Role
from communities.rules import role_in
from core.prepared import Prepared
from forums.models import Discussion, FollowOn, HeldPost, Post, Unsent
from forums.queries.asking import is_answered
from forums.queries.follow_ons import links_of
from forums.queries.groups import Groups, groups_of, room_of, state_of_room
from forums.queries.held import held_of
from forums.queries.kinds import Template, template_of
from forums.queries.lines import marks_of
from forums.queries.material import material_of
from forums.queries.merging import took_in_another
from forums.queries.moves import last_move
from forums.queries.pages import ThreadPage
from forums.queries.promotions import kept_of
from forums.queries.stages import Course, course_of
from forums.queries.summing import posts_since
from forums.queries.tags import tags_shown
from forums.queries.unsent import has_unsent, said_half
from forums.rules import is_held_up, may_ask_members, may_change_plan, may_keep_place, may_part, may_post, may_run
from library.models import Item
from library.rules import may_contribute

# A summary so far helps after so many posts, or so many days in which something was said.
POSTS_TO_SUM_UP = 30
TIME_TO_SUM_UP, LEAST_TO_SUM_UP = timedelta(days=7), 5


@dataclass(frozen=True)
class Reader:
    """How one person stands to one discussion."""

    person: Any
    discussion: Any  # a Discussion, with this person's `last_read`, `new_count` and `volume`
    role: Role | None
    # {id of a post: kinds} of their own reactions to the posts of a page, which whoever makes the page looks up.
    reacted: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def last_read(self) -> int | None:
        """The number up to which they have read, or None on their first visit."""
        return self.discussion.last_read

    @property
    def new_count(self) -> int:
        """What others wrote since last time; none on a first visit, when everything would be."""
        return self.discussion.new_count

    @property
    def first_new(self) -> int:
        return (self.last_read or 0) + 1

    @property
    def state(self) -> tuple[Any, ...]:
        """What the page depends on, apart from language and clock and what hangs in the bar above it."""
        space, person = self.discussion.space, self.person
        named = (person.pk, person.display_name, person.email) if person.is_authenticated else ()
        around = (space.name, space.reach, space.archived_at, space.community.name, space.community.phase)
        came = self.move and (self.move.pk, self.move.source.name, self.move.is_known)
        mine = (
            self.discussion.result_text,
            self.discussion.topic_title,
            self.role,
            self.last_read,
            self.discussion.volume,
            self.discussion.volume_around,
            self.summary_is_due,
            self.discussion.is_paused,
        )
        kept = tuple((item.pk, item.title, item.state) for item in self.kept.values())
        kept += tuple((row.item_id, row.item.title, row.item.kind) for row in self.material)
        leads = tuple(link.pk for links in self.leads.values() for link in links)
        unsent = tuple(each.known for each in self.unsent)
        alone = (tuple((held.pk, held.version) for held in self.held), tuple(sorted(self.blocked)), unsent)
        alone += state_of_room(self.group) if self.group else ()
        return (self.discussion.pk, self.discussion.version, came, *around, *mine, *kept, leads, *alone, *named)

    def wrote(self, post: Any) -> bool:
        """Whether a post is their own."""
        return post.author_id is not None and post.author_id == self.person.pk

    def has_news(self, page: ThreadPage) -> bool:
        """Whether the page may move their reading position on."""
        is_kept = may_keep_place(self.person) and bool(page.posts)
        return is_kept and max(page.shown) > (self.last_read or 0)

    @cached_property
    def held(self) -> list[HeldPost]:
        """What they wrote here and waits for the team; no query where nothing does."""
        return held_of(self.person, self.discussion.pk) if self.discussion.has_held else []

    @cached_property
    def unsent(self) -> list[Unsent]:
        """What they began to say here; no query where they began nothing."""
        return said_half(self.person, self.discussion) if self.discussion.has_unsent else []

    @cached_property
    def course(self) -> Course | None:
        """Its stages; no query where it has none."""
        return course_of(self.discussion) if self.discussion.has_stages else None

    @property
    def goes_on(self) -> bool:
        """Whether they may lead on into the next stage."""
        course = self.course if self.discussion.is_open and self.may_run else None
        return course is not None and course.following is not None

    @cached_property
    def template(self) -> Template | None:
        """With what it was planned, which says how its kind goes."""
        return template_of(self.discussion)

    @cached_property
    def marks(self) -> list[Any]:
        """What is said of its lines; no query where nothing is."""
        return marks_of(self.discussion.pk) if self.discussion.has_marks else []

    @cached_property
    def move(self) -> Any:
        """As `last_move` has it; no query where it was never moved."""
        return last_move(self.discussion, self.person) if self.discussion.was_moved else None

    @cached_property
    def kept(self) -> dict[int, Item]:
        """Of closings (ids), the items of the library that keep them and that they may see; no query without any."""
        return kept_of(self.discussion.pk, self.person) if self.discussion.has_kept else {}

    @cached_property
    def leads(self) -> dict[int, list[FollowOn]]:
        """Where its published closings (ids) lead, as far as they may know of that; no query before it was closed."""
        if self.discussion.closing_id is None and not self.discussion.was_reopened:
            return {}
        return links_of(self.discussion.closings.published().order_by().values("pk"), self.person)

    @cached_property
    def groups(self) -> Groups | None:
        """Into which it is parted; no query where it is not."""
        return groups_of(self.discussion, self.person) if self.discussion.has_groups else None

    @cached_property
    def group(self) -> Any:
        """Whose room it is, as `room_of` has it; no query where it is nobody's."""
        return room_of(self.discussion, self.person) if self.discussion.part_of_id else None

    @cached_property
    def material(self) -> list[Any]:
        """What the library has for it, as far as they may see that; no query where there is nothing."""
        return list(material_of(self.discussion, self.person)) if self.discussion.has_material else []

    @property
    def asks_to_open(self) -> bool:
        """Whether they have asked the team to open it."""
        return any(held.is_opening for held in self.held)

    @cached_property
    def blocked(self) -> frozenset[int]:
        """The ids of those whose posts stand folded for them; no query for who has blocked nobody."""
        return blocked_by(self.person)

    def folds(self, post: Any) -> bool:
        """Whether a post stands folded: what steers, and the opening question, reaches everybody."""
        return post.author_id in self.blocked and post.kind == Post.Kind.CONTRIBUTION

    @property
    def has_asked(self) -> bool:
        """Whether they planned it and so put its question; introductions have none."""
        is_theirs = self.person.is_authenticated and self.discussion.planned_by_id == self.person.pk
        return is_theirs and self.discussion.introductions_of_id is None

    @cached_property
    def may_reply(self) -> bool:
        waits = self.discussion.is_paused and is_held_up(self.discussion, role=self.role)
        return self.may_write and not waits

    @cached_property
    def may_write(self) -> bool:
        """Whether they may mend and take back what is theirs, and vote: a pause keeps nobody from that."""
        return self.discussion.is_open and self._may(may_post)

    @cached_property
    def may_react(self) -> bool:
        """To what others wrote, also where the discussion is closed."""
        return self._may(may_post)

    @cached_property
    def may_ask_members(self) -> bool:
        """Whether they might put the question to others; the action looks more closely at whether it is answered.

        So does this where another one was merged into it: of several people each may have asked the same.
        """
        has_others = self.discussion.people_count > 1
        has_answer = is_answered(self.discussion) if has_others and self.discussion.took_in_another else has_others
        return self._may(partial(may_ask_members, is_answered=has_answer))

    @cached_property
    def may_change_plan(self) -> bool:
        return self._may(may_change_plan)

    @cached_property
    def may_run(self) -> bool:
        return self._may(may_run)

    @cached_property
    def may_part(self) -> bool:
        """Whether they may part it into groups, or change these."""
        is_over = self.discussion.opened_at is not None and not self.discussion.is_open
        return not is_over and self._may(may_part)

    @cached_property
    def may_keep(self) -> bool:
        """Whether they may keep in the library what came of it."""
        return self.may_run and may_contribute(self.person, self.discussion.space, role=self.role)

    @cached_property
    def summary_is_due(self) -> bool:
        """Whether so much was said since the last summary that they might write the next one (P46)."""
        discussion = self.discussion
        if not (discussion.is_open and self.may_run) or discussion.introductions_of_id is not None:
            return False
        since = posts_since(discussion, discussion.summary_number or 1)
        is_long_ago = timezone.now() - (discussion.summary_at or discussion.opened_at) >= TIME_TO_SUM_UP
        return since >= POSTS_TO_SUM_UP or (since >= LEAST_TO_SUM_UP and is_long_ago)

    def _may(self, rule: Any) -> bool:
        return self.role is not None and rule(self.person, self.discussion, role=self.role)


_FOUND = Prepared(
    lambda reader, pk: (
        Discussion.objects.visible_to(reader)
        .with_reader(reader)
        .annotate(tags_shown=tags_shown(), has_unsent=has_unsent(reader), took_in_another=took_in_another())
        .filter(pk=pk)
    )
)


def find_discussion(pk: int, reader: Any) -> Discussion:
    """The discussion as `with_reader` gives it, with its `tags_shown`, and of a question `took_in_another`.

    Raises its DoesNotExist when `reader` may not see it.
    """
    found = _FOUND(reader=reader, pk=pk)
    if not found:
        raise Discussion.DoesNotExist
    return found[0]


_FOUND_ALONE = Prepared(
    lambda reader, pk: Discussion.objects.visible_to(reader).select_related("space__community", "stage").filter(pk=pk)
)


def find_discussion_alone(pk: int, reader: Any) -> Discussion:
    """As `find_discussion`, without what only a page about it shows: for whoever writes."""
    found = _FOUND_ALONE(reader=reader, pk=pk)
    if not found:
        raise Discussion.DoesNotExist
    return found[0]


def reader_of(discussion: Discussion, person: Any) -> Reader:
    """How `person` stands to a discussion that `find_discussion` found for them."""
    return Reader(person, discussion, role_in(person, discussion.space))
