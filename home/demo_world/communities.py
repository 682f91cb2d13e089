"""What happens in the communities of the demo world, apart from what is said there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from activity.effects import record
from communities import actions
from communities.actions import life
from communities.effects import admit
from communities.models import STEPS, Community, Invitation, JoinRequest, Membership, Role, Space
from home.demo_world import data, rhythm
from home.demo_world.calls import answers_of, call_events, called_into
from home.demo_world.charters import charter_events
from home.demo_world.events import Event
from home.demo_world.members import member_events
from home.demo_world.people import People, address
from home.demo_world.team import team_events


def new_communities(people: People, now: datetime, first_words: dict[tuple[str, str], datetime]) -> Iterator[Event]:
    """The lives of those communities that are not in the database yet.

    `first_words` says when each (community, person) writes first: they have joined by then.
    """
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("communities.toml").items():
        if slug not in known:
            yield from _Life(slug, facts, people, now, first_words).events()


class _Life:
    def __init__(
        self,
        slug: str,
        facts: dict[str, Any],
        people: People,
        now: datetime,
        first_words: dict[tuple[str, str], datetime],
    ) -> None:
        self.slug, self.facts, self.people, self.now, self.first_words = slug, facts, people, now, first_words
        self.team = {key: Role[role] for key, role in facts["team"].items()}
        self.founder = next(key for key, role in self.team.items() if role == Role.LEADER)
        # Never later than the data says: what is dated after it may be moved less.
        self.began = rhythm.awake_before(now - timedelta(weeks=facts["weeks"]), self.zone(self.founder))

    def events(self) -> Iterator[Event]:
        yield Event(self.began, self.start)
        yield from self.phases()
        promoted = {change["person"] for change in self.facts.get("roles", [])}
        answered = {row["person"] for row in self._answered() if "person" in row} | called_into(self.slug)
        yield from call_events(self.slug, self.people, self.ago, self.first_words)
        comers = [key for key in (*self.team, *self.facts["members"].split()) if key not in answered]
        for place, key in enumerate(comers):
            role = Role.PARTICIPANT if key in promoted else self.team.get(key, Role.PARTICIPANT)
            arrives = self.began + (place + 1) * (self.now - self.began) / (3 * len(comers))
            arrives = min(arrives, self.first_words.get((self.slug, key), arrives) - timedelta(hours=3))
            yield Event(max(arrives, self.began), partial(self.join, key, role))
        for change in self.facts.get("roles", []):
            yield Event(self.ago(change["days_ago"], change["by"]), partial(self.change_role, change))
        yield from charter_events(self.slug, self.people, self.ago)
        yield from member_events(self.slug, self.people, self.ago, self.now)
        yield from team_events(self.slug, self.people, self.ago)
        for room in self.facts.get("spaces", []):
            yield Event(self.ago(room["days_ago"]), partial(self.open_room, room))
        for row in self.facts.get("requests", []):
            yield Event(self.asked(row), partial(self.ask, row))
        for row in self.facts.get("invitations", []):
            yield Event(self.asked(row), partial(self.invite, row))
            if "opened_days_ago" in row:
                yield Event(self.after(row, "opened_days_ago"), partial(self.open_invitation, row))
        for row in self._answered():
            yield Event(self.after(row, "answered_days_ago"), partial(self.answer, row))

    def phases(self) -> Iterator[Event]:
        if "met_days_ago" in self.facts:
            yield Event(self.ago(self.facts["met_days_ago"]), self.meet)
        for step in self.facts.get("life", []):
            yield Event(self.ago(step["days_ago"]), partial(self.take, step))

    def start(self) -> None:
        plain = ("name", "summary", "visibility", "admission", "time_zone", "rhythm", "meeting_place")
        details = {key: self.facts[key] for key in plain if key in self.facts}
        community = actions.start_community(actor=self.people[self.founder], **details)
        # People rely on the addresses of the demo, also on the one that would not be guessed elsewhere.
        Community.objects.filter(pk=community.pk).update(slug=self.slug)

    def meet(self) -> None:
        community = self.community()
        wanted = self.facts.get("members_to_launch", community.members_to_launch)
        today = timezone.localdate(timezone=community.zone)
        leader = self.people[self.founder]
        life.prepare_launch(community, actor=leader, members_to_launch=wanted, introduced_on=today)

    def take(self, step: dict[str, Any]) -> None:
        words = {"sentence": step["sentence"], "why_no_results": step.get("why", "")}
        life.change_phase(self.community(), STEPS[step["step"]], actor=self.people[self.founder], **words)

    def join(self, key: str, role: Role) -> None:
        # Not by an action: most were asked in long before anybody kept the invitations.
        membership, is_new = admit(self.people[key], self.community(), role=role)
        if is_new:
            record("membership.joined", actor=self.people[key], target=membership)

    def change_role(self, change: dict[str, Any]) -> None:
        membership = Membership.objects.get(community__slug=self.slug, person=self.people[change["person"]])
        actor = self.people[change["by"]]
        actions.change_role(membership, role=Role[change["role"]], actor=actor, note=change["note"])

    def open_room(self, room: dict[str, Any]) -> None:
        leader = self.people[self.founder]
        space = actions.open_space(
            self.community(), actor=leader, name=room["name"], access=room["access"], starters=Space.Starters.EVERYONE
        )
        for key in room["members"]:
            membership = Membership.objects.get(community__slug=self.slug, person=self.people[key])
            actions.let_member_in(space, membership=membership, actor=leader)
        for key, days in room["guests"]:
            until = rhythm.at_hour(self.now + timedelta(days=days), 18, space.community.zone)
            actions.grant_space(space, person=self.people[key], role=Role.GUEST, actor=leader, until=until)

    def ask(self, row: dict[str, Any]) -> None:
        given = answers_of(self.slug, row["person"])
        actions.ask_to_join(self.community(), actor=self.people[row["person"]], message=row["message"], answers=given)

    def invite(self, row: dict[str, Any]) -> None:
        if "person" in row:
            self.people[row["person"]]  # is there by then
        actions.invite_people(
            self.community(), emails=[_email(row)], actor=self.people[row["by"]], message=row["message"]
        )

    def invitation(self, row: dict[str, Any]) -> Invitation:
        return Invitation.objects.get(community__slug=self.slug, email=_email(row))

    def open_invitation(self, row: dict[str, Any]) -> None:
        sent = Invitation.objects.filter(pk=self.invitation(row).pk, state=Invitation.State.SENT)
        sent.update(state=Invitation.State.OPENED, opened_at=timezone.now())

    def answer(self, row: dict[str, Any]) -> None:
        if "by" in row and "reason" in row:
            asked = JoinRequest.objects.filter(community__slug=self.slug, person=self.people[row["person"]])
            settle = actions.approve_requests if row["answer"] == "approved" else actions.decline_requests
            settle(self.community(), list(asked), actor=self.people[row["by"]], reason=row["reason"])
        elif row["answer"] == "accepted":
            actions.accept_invitation(self.invitation(row), actor=self.people[row["person"]])
        else:
            actions.decline_invitation(self.invitation(row), actor=AnonymousUser())

    def community(self) -> Community:
        return Community.objects.get(slug=self.slug)

    def asked(self, row: dict[str, Any]) -> datetime:
        return self.ago(row["days_ago"], row["person"] if "reason" in row or "by" not in row else row["by"])

    def after(self, row: dict[str, Any], what: str) -> datetime:
        return max(self.ago(row[what]), self.asked(row) + timedelta(hours=1))

    def ago(self, days: float, key: str = "") -> datetime:
        """So many days before now, at an hour at which `key` is at work."""
        moment = self.now - timedelta(days=days)
        latest = moment + timedelta(days=days / 2)  # what follows it is not overtaken
        return rhythm.awake(moment, self.zone(key or self.founder), latest, self.slug, days)

    def zone(self, key: str) -> ZoneInfo:
        return ZoneInfo(self.people.facts[key]["time_zone"])

    def _answered(self) -> list[dict[str, Any]]:
        rows = [*self.facts.get("requests", []), *self.facts.get("invitations", [])]
        return [row for row in rows if "answer" in row]


def _email(row: dict[str, Any]) -> str:
    return row.get("email") or address(row["person"])
