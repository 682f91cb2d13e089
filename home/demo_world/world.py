"""The whole of the demo world: what is missing of it is lived through, from its beginning until now."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from activity.models import Entry
from communities.effects.levels import place_members
from communities.models import Space
from forums.effects import draft_due
from forums.models import Discussion, Post, ReadingPosition
from home.demo_world.beats import new_rhythms
from home.demo_world.communities import new_communities
from home.demo_world.data import Story
from home.demo_world.discussions import Telling, new_stories
from home.demo_world.events import live
from home.demo_world.hellos import new_hellos
from home.demo_world.kinds import new_kinds
from home.demo_world.kinship import new_kinship
from home.demo_world.library import new_items
from home.demo_world.meetings import new_meetings
from home.demo_world.order import new_order
from home.demo_world.people import LOGINS, People, address
from home.demo_world.plans import new_plans
from home.demo_world.questions import new_questions
from home.demo_world.reactions import new_reactions
from home.demo_world.rooms import new_orders
from home.demo_world.saved_replies import new_saved_replies
from home.demo_world.series import new_series
from home.demo_world.voices import new_voices
from notifications.effects import enrol_newcomers
from notifications.models import MailRhythm, Notification, OutboxMessage

STILL_SENT = timedelta(hours=30)  # mail of the past older than this has been read long ago
SINCE_DIGEST = timedelta(days=4)  # that long ago the log-ins had their last digest


class World:
    """What the data files tell, with its dates counted back from now.

    A part that is in the database is left alone, whatever people made of it since.
    """

    def __init__(self) -> None:
        self.now = timezone.now()
        self.people = People(self.now)

    def load(self) -> None:
        last_entry = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        stories = new_stories(self.people, self.now)
        tellings = [Telling(story, self.people) for story in stories]
        lives = list(new_communities(self.people, self.now, first_words(stories)))
        plans = list(new_plans(self.people, self.now))
        plans += new_hellos(self.people, self.now)
        plans += new_kinds(self.people, self.now)
        plans += new_order(self.people, self.now)
        plans += new_voices(self.people, self.now)
        plans += new_kinship(self.people, self.now)
        plans += new_questions(self.people, self.now)
        plans += new_items(self.people, self.now)
        plans += new_saved_replies(self.people, self.now)
        plans += new_meetings(self.people, self.now)
        plans += new_series(self.people, self.now)
        rhythms = list(new_rhythms(self.people, self.now))
        live(
            [
                *lives,
                *new_orders(self.people, self.now),
                *plans,
                *rhythms,
                *(event for telling in tellings for event in telling.events()),
                *new_reactions(tellings),
            ]
        )
        if lives:
            for key in LOGINS:
                self.people[key]  # also those who belong nowhere
            self.begin_digests()
        self.settle(last_entry)
        for telling in tellings:
            self.keep_places(telling.pk)
        for telling in tellings:
            telling.today()
        draft_due()
        place_members()

    def begin_digests(self) -> None:
        """Whoever signs in to look around finds something in their next digest."""
        enrol_newcomers()
        before = Entry.objects.filter(at__lt=self.now - SINCE_DIGEST).order_by("pk").values_list("pk", flat=True).last()
        MailRhythm.objects.filter(person__email__in=map(address, LOGINS)).update(cursor=before or 0)

    def settle(self, last_entry: int) -> None:
        """Each person has read what happened before their last visit, and had the mail of it."""
        happened = Notification.objects.filter(entry__gt=last_entry)
        for key, person in self.people.items():
            told = happened.filter(recipient=person)
            if unread := self.people.facts[key].get("unread"):
                older = told.order_by("-pk").values_list("created_at", flat=True)[unread : unread + 1]
                self.people.seen[key] = older[0] if older else self.now
            told.filter(created_at__lte=self.people.seen[key]).update(read_at=F("created_at"))
        OutboxMessage.objects.filter(entry__gt=last_entry, due_at__lt=self.now - STILL_SENT).delete()

    def keep_places(self, discussion: int) -> None:
        """Who wrote in a discussion, or signs in to look around, has read it up to their last visit."""
        rows = list(Post.objects.filter(discussion=discussion).order_by("number").values_list("author", "created_at"))
        moments = [at for _author, at in rows]
        spoke = dict(rows)
        space = Discussion.objects.get(pk=discussion).space_id
        places = []
        for key, person in self.people.items():
            is_reader = person.pk in spoke or (key in LOGINS and Space.objects.visible_to(person).filter(pk=space))
            read = bisect_right(moments, max(self.people.seen[key], spoke.get(person.pk, self.people.seen[key])))
            if is_reader and read:
                places.append(ReadingPosition(person=person, discussion_id=discussion, last_read=read))
        ReadingPosition.objects.bulk_create(
            places, update_conflicts=True, unique_fields=["person", "discussion"], update_fields=["last_read"]
        )


def first_words(stories: Iterable[Story]) -> dict[tuple[str, str], datetime]:
    """When each (community, person) first says something, or plans to."""
    first: dict[tuple[str, str], datetime] = {}
    for story in stories:
        community = story.facts["community"]
        told = [(story.facts["planned_by"], story.opened - timedelta(days=3))]
        told += [(said.by, said.at) for said in story.said if said.at]
        told += [(key, story.opened) for key in (*story.facts.get("follow", []), *story.facts.get("mute", []))]
        for key, at in told:
            first[community, key] = min(at, first.get((community, key), at))
    return first
