"""A crowd with every wish that bears on a digest, in communities in which things are said."""

import random
from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts import documents
from accounts.models import Block, User
from communities.effects import let_in
from communities.models import Membership, Role, Space, SpaceGrant
from forums import actions
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion, ReadingPosition
from notifications.effects.digests import newest_entry, next_digest_of
from notifications.models import Delivery, MailRhythm, Notification, Volume
from tests.factories import CommunityFactory, MembershipFactory

A_WEEK = timedelta(days=7)
AN_HOUR = timedelta(hours=1)
PLACES = ("commons", "commons", "members", "team", "room")


class Crowd:
    """`size` people in communities of about fifty, or of many more where they are thousands."""

    def __init__(self, size):
        self.chance = random.Random(size)
        self.now = timezone.now()
        self.communities = [CommunityFactory() for _ in range(4 if size < 1_000 else 12)]
        for community, visibility in zip(self.communities, ("public", "listed", "hidden") * 4, strict=False):
            type(community).objects.filter(pk=community.pk).update(visibility=visibility)
        self.teams = {community: self._team(community) for community in self.communities}
        self.people = self._people(size)
        self._belong()
        self._read_mail()
        self.talks = []

    def some(self, share):
        return [person for person in self.people if self.chance.random() < share]

    def _team(self, community):
        moderator, *writers = (
            MembershipFactory(community=community, role=role).person
            for role in (Role.MODERATOR, Role.PARTICIPANT, Role.PARTICIPANT)
        )
        room = Space.objects.create(community=community, slug="room", name="Room", access="private")
        for person in (moderator, *writers):
            let_in(person, room, role=Role.MODERATOR if person == moderator else Role.GUEST, source="member")
        return moderator, writers

    def _people(self, size):
        agreed = documents.newest()
        people = User.objects.bulk_create(
            User(
                email=f"one{number}@copse.example",
                handle=f"one-{number}",
                display_name=f"One {number}",
                agreed_to=agreed,
                is_active=number % 50 != 7,
                has_blocked=number % 10 == 3,
            )
            for number in range(size)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, primary=True, verified=number % 40 != 9)
            for number, person in enumerate(people)
        )
        writers = [writer for _moderator, both in self.teams.values() for writer in both]
        Block.objects.bulk_create(
            Block(person=person, blocked=writer)
            for person in people
            if person.has_blocked
            for writer in self.chance.sample(writers, len(writers) // 2)
        )
        return people

    def _belong(self):
        """In one to three communities: most live, some at rest, some no more; and some let into a private room."""
        Membership.objects.bulk_create(
            Membership(community=community, person=person, **self._standing())
            for person in self.people
            for community in self.chance.sample(self.communities, self.chance.choice([1, 1, 2, 3]))
        )
        like = SpaceGrant.objects.first()
        rooms, grants = list(Space.objects.filter(access="private")), []
        for person in self.some(0.15):
            until = self.chance.choice([None, self.now + A_WEEK, self.now - AN_HOUR])
            room = self.chance.choice(rooms)
            grants.append(
                SpaceGrant(user=person, content_object=room, permission=like.permission, role=Role.GUEST, until=until)
            )
        SpaceGrant.objects.bulk_create(grants)

    def _standing(self):
        kind = self.chance.random()
        if kind < 0.06:
            return {"state": "left", "ended_at": self.now}
        if kind < 0.1:
            return {"state": "suspended"}
        if kind < 0.14:
            return {"until": self.now - AN_HOUR}
        if kind < 0.2:
            return {"paused_until": self.now + A_WEEK}
        return {"role": Role.FACILITATOR} if kind < 0.27 else {"until": self.now + A_WEEK} if kind < 0.3 else {}

    def _read_mail(self):
        """Everybody's digest begins with what happens from now on, at an hour far from now; some want none."""
        when = {"cursor": newest_entry(), "hour": (self.now.hour + 12) % 24}
        people = User.objects.filter(mail_rhythm=None).order_by("pk")
        rows = [MailRhythm(person=person, **when) for person in people]
        for row in rows:
            row.rhythm = "never" if self.chance.random() < 0.05 else ""
            row.next_digest_at = next_digest_of(row, self.now)
        MailRhythm.objects.bulk_create(rows)

    def talk(self):
        """In each place of each community something is said; somebody of the crowd is named and answered."""
        for community in self.communities:
            moderator, (first, second) = self.teams[community]
            for number, slug in enumerate(PLACES):
                space = community.spaces.get(slug=slug)
                if not space.people_holding(Role.GUEST).filter(pk=first.pk).exists():
                    first = second = moderator
                talk = self._opened(space, f"Talk {number + 1} of {community.name}", moderator)
                self.talks.append(talk)
                named = self._of_the_crowd(space)
                asked = self.say(talk, named or first, "I ask first.")
                self.say(talk, first, f"Do you, @{(named or first).handle}?", parent=asked)
                gone = self.say(talk, second, "Nobody does.")
                actions.remove_post(gone, actor=moderator)

    def _of_the_crowd(self, space):
        return space.people_holding(Role.GUEST).filter(email__startswith="one").order_by("pk").first()

    def _opened(self, space, title, moderator):
        planned = actions.plan_discussion(space, actor=moderator, title=title, question="And?", submission=uuid4())
        actions.open_discussion(planned, actor=moderator)
        return planned

    def say(self, talk, person, text, parent=None):
        return actions.reply(talk, actor=person, markdown=text, submission=uuid4(), parent=parent)

    def wish(self):
        """Some want to hear more or less of a community, a space or a discussion, or otherwise than is usual."""
        volumes = {}
        for person in self.some(0.6):
            talk = self.chance.choice(self.talks)
            scopes = [
                ("forums.discussion", talk.pk),
                ("communities.space", talk.space_id),
                ("communities.community", talk.community_id),
            ]
            for scope in self.chance.sample(scopes, self.chance.choice([1, 1, 2, 3])):
                level = self.chance.choice(Volume.Level.values)
                volumes[person.pk, scope] = Volume(person=person, scope_kind=scope[0], scope_id=scope[1], level=level)
        Volume.objects.bulk_create(volumes.values())
        Delivery.objects.bulk_create(
            Delivery(person=person, kind=kind, by=self.chance.choice(Delivery.By.values))
            for person in self.some(0.4)
            for kind in self.chance.sample(("posts", "opened", "closed", "answered", "mentioned"), 2)
        )

    def go_on(self):
        """One talk of each community comes to something, one goes to the team; some have read, some have left."""
        for community, (moderator, (first, _second)) in self.teams.items():
            closing, moving, *_others = (talk for talk in self.talks if talk.community_id == community.pk)
            self.say(closing, first, "So it was.")
            actions.close_discussion(closing, actor=moderator, reason="")
            draft_due()
            draft = closing.closings.get()
            actions.publish_closing(draft, Draft("We ask first.", "lesson"), actor=moderator, version=draft.version)
            team = community.spaces.get(slug="team")
            found = Discussion.objects.get(pk=moving.pk)
            actions.move_discussion(found, source_id=found.space_id, target=team, actor=moderator)
        self.read(0.3)

    def read(self, share):
        rows = {}
        for person in self.some(share):
            talk = self.chance.choice(self.talks)
            rows[person.pk] = ReadingPosition(person=person, discussion=talk, last_read=self.chance.randint(1, 4))
        there = ReadingPosition.objects.filter(person__in=rows).values_list("person", "discussion")
        taken = set(there)
        fresh = [row for row in rows.values() if (row.person_id, row.discussion_id) not in taken]
        ReadingPosition.objects.bulk_create(fresh)
        seen = Notification.objects.filter(recipient__in=[person.pk for person in self.some(share / 3)])
        seen.update(read_at=self.now)

    def leave(self):
        people = [person.pk for person in self.some(0.05)]
        live = Membership.objects.filter(person__in=people, state="active")
        live.update(state="left", ended_at=self.now)

    def let_the_hour_come(self, share=1.0):
        """For these; others stay for the next time."""
        rows = MailRhythm.objects.exclude(next_digest_at=None).select_related("person").order_by("pk")
        due = [row for row in rows if self.chance.random() < share]
        for row in due:
            row.next_digest_at = next_digest_of(row, self.now - A_WEEK)
        MailRhythm.objects.bulk_update(due, ["next_digest_at"], batch_size=1_000)
        return {row.person_id: row.cursor for row in due}
