"""What is said in the demo world, by the actions that people use."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership, Space
from forums import actions
from forums.effects import draft_due, go_on_due
from forums.effects.drafts import Draft
from forums.effects.mentions import keep_mentions
from forums.effects.posts import add_post, write_text
from forums.models import Discussion, Post, Report, StagePlan
from home.demo_world import beside, data, groups, lines, polls, rhythm
from home.demo_world.data import Said, Story
from home.demo_world.events import Event
from home.demo_world.kept import keep
from home.demo_world.people import People, address

OLD_NEWS = timedelta(days=16)  # of what was said before, nobody keeps a notice

_NAMED = re.compile(r"(?<!\w)@([a-z]+)\b")
_CITED = re.compile(r"\[#([a-z]+)\]")


def _say_untold(discussion: Discussion, said: Said, markdown: str, actor: User, submission: UUID, parent: Any) -> Post:
    """What the action leaves, but for the notices: they are most of its work, and long read."""
    text = write_text(markdown, space=discussion.space, writer=actor)
    post = add_post(
        discussion,
        markdown=text.markdown,
        html=text.html,
        parent=parent,
        kind=said.kind or Post.Kind.CONTRIBUTION,
        message_type=said.type or "",
        submission=submission,
        author=actor,
    )
    keep_mentions(post, text.named)
    record("post.added", actor=actor, target=post)
    return post


def new_stories(people: People, now: datetime) -> list[Story]:
    """Those discussions of the data files that are not in the database yet, dated.

    One that needs somebody who has left its community, or was erased, is not told any more.
    """
    stories = [
        Story(path.stem, data.read(f"discussions/{path.name}"), now)
        for path in sorted((data.DATA / "discussions").glob("*.toml"))
    ]
    known = set(Discussion.objects.values_list("submission", flat=True))
    begun = set(Community.objects.values_list("slug", flat=True))
    here = set(Membership.objects.live().values_list("community__slug", "person__email"))
    new = []
    zones = people.zones()
    for story in stories:
        community = story.facts["community"]
        are_there = all((community, address(key)) in here for key in story.people)
        if story.submission not in known and (community not in begun or are_there):
            story.date(zones)
            new.append(story)
    return new


class Telling:
    """One discussion from its plan to its closing."""

    def __init__(self, story: Story, people: People) -> None:
        self.story, self.facts, self.people, self.now = story, story.facts, people, story.now
        self.posts: dict[int, int] = {}  # by place in the data
        self.pk = 0

    def events(self) -> Iterator[Event]:
        yield Event(self.story.opened - timedelta(days=2), self.plan)
        yield from beside.events_of(self.facts, self.discussion, self.people, self.now)
        if self.facts.get("state") == "planned":
            return
        yield Event(self.story.opened, self.open)
        for ended in self.story.stages_ended():
            yield Event(ended, go_on_due)
        if "moved" in self.facts:
            yield Event(self.story.opened + timedelta(hours=self.facts["moved"]["hours"]), self.move)
        for said in self.story.said:
            if said.at:
                yield from self.post_events(said, said.at)
        for poll in self.facts.get("polls", []):
            yield from polls.events_of(poll, self.discussion, self.people, self.story.opened)
        if "groups" in self.facts:
            yield from groups.events_of(self.facts["groups"], self.discussion, self.people, self.now)
        for line in self.facts.get("lines", []):
            yield from lines.events_of(line, self.begun, self.people, self.story.last_in(line["ref"]))
        hushed = self.story.opened + timedelta(days=1)
        for key in self.facts.get("follow", []):
            yield Event(hushed, partial(self.set_volume, key, actions.follow_discussion))
        for key in self.facts.get("mute", []):
            yield Event(hushed, partial(self.set_volume, key, actions.mute_discussion))
        if self.story.closed:
            yield Event(self.story.closed - timedelta(minutes=25), self.lock)
            if "closing" in self.facts:
                yield Event(self.story.closed, self.publish)
            if kept := self.facts.get("closing", {}).get("kept"):
                yield Event(self.story.closed + timedelta(days=kept["days_later"]), self.keep)

    def today(self) -> None:
        """What the data dates to today happens now, so that a newcomer sees notices and mail arrive."""
        for said in self.story.said:
            if said.is_today:
                self.say(said)

    def post_events(self, said: Said, at: datetime) -> Iterator[Event]:
        yield Event(at, partial(self.say, said))
        if said.first:
            yield Event(at + timedelta(hours=2), partial(self.edit, said))
        if said.is_withdrawn:
            yield Event(at + timedelta(minutes=9), partial(self.withdraw, said))
        if said.report:
            yield Event(at + timedelta(hours=3), partial(self.report, said))
            if "decided_by" in said.report:
                yield Event(at + timedelta(hours=8), partial(self.decide, said))

    def plan(self) -> None:
        facts = self.facts
        plan: dict[str, Any] = {key: facts[key] for key in ("title", "kind", "objective", "question")}
        plan |= {key: facts.get(key, "") for key in ("guidelines", "difficulties")}
        space = Space.objects.select_related("community").get(community__slug=facts["community"], slug=facts["space"])
        plan |= {f"{verb}_at": self.ahead(space, verb, hour) for verb, hour in (("opens", 9), ("closes", 18))}
        if "takes_up" in facts:
            plan["topic"] = space.community.topics.get(title=facts["takes_up"])
        if "works_towards" in facts:
            plan["result"] = space.community.results.get(position=facts["works_towards"])
        plan["stages"] = [StagePlan(**stage | {"types": tuple(stage["types"])}) for stage in facts.get("stages", [])]
        plan["tags"] = facts.get("tags", [])
        planner = self.people[facts["planned_by"]]
        self.pk = actions.plan_discussion(space, actor=planner, submission=self.story.submission, **plan).pk

    def open(self) -> None:
        actions.open_discussion(self.discussion(), actor=self.people[self.facts["planned_by"]])

    def move(self) -> None:
        """Take it to fewer readers."""
        discussion, facts = self.discussion(), self.facts["moved"]
        target = discussion.space.community.spaces.select_related("community").get(slug=facts["to"])
        mover = self.people[facts["by"]]
        actions.move_discussion(discussion, actor=mover, source_id=discussion.space_id, target=target)

    def say(self, said: Said) -> None:
        text = self.text_of(said.first or said.text)
        submission = uuid5(self.story.submission, str(said.place))
        actor, discussion = self.people[said.by], self.discussion()
        parent = None if said.parent is None else Post.objects.get(pk=self.posts[said.parent])
        if timezone.now() < self.now - OLD_NEWS:
            post: Any = _say_untold(discussion, said, text, actor, submission, parent)
        elif said.kind:
            post = actions.steer(discussion, actor=actor, kind=said.kind, markdown=text, submission=submission)
        else:
            how: dict[str, Any] = {"parent": parent, "message_type": said.type}
            post = actions.reply(discussion, actor=actor, markdown=text, submission=submission, **how)
        self.posts[said.place] = post.pk

    def edit(self, said: Said) -> None:
        post = self.post(said.place)
        text = self.text_of(said.text)
        actions.edit_post(post, actor=self.people[said.by], markdown=text, version=post.version)

    def withdraw(self, said: Said) -> None:
        actions.remove_post(self.post(said.place), actor=self.people[said.by])

    def report(self, said: Said) -> None:
        facts = said.report or {}
        told = {"kind": facts["kind"], "words": facts["words"]}
        actions.report_post(self.post(said.place), actor=self.people[facts["by"]], **told)

    def decide(self, said: Said) -> None:
        facts = said.report or {}
        waiting = Report.objects.waiting().filter(post=self.posts[said.place])
        report = waiting.select_related("community", "post__discussion__space__community").get()
        is_upheld, by = facts["verdict"] == "upheld", self.people[facts["decided_by"]]
        actions.decide_report(report, actor=by, is_upheld=is_upheld, words=facts["reason"])

    def begun(self, ref: str) -> Post:
        """The post that the data calls so."""
        return self.post(self.story.places()[ref])

    def set_volume(self, key: str, choose: Callable[..., None]) -> None:
        choose(self.discussion(), actor=self.people[key])

    def lock(self) -> None:
        closer = self.people[self.facts["closed_by"]]
        actions.close_discussion(self.discussion(), actor=closer, reason=self.facts["close_reason"])
        draft_due()

    def publish(self) -> None:
        """Publish the summary that a person wrote over the draft, with what it says to people."""
        closing, closer = self.facts["closing"], self.people[self.facts["closed_by"]]
        draft = self.discussion().closings.unpublished().get()
        actions.publish_closing(
            draft,
            Draft(
                self.cited(closing["summary"]),
                closing["result"],
                thanks=[(self.people[key].pk, words) for key, words in closing.get("thanks", [])],
                notes=[(self.people[key].pk, note) for key, note in closing.get("notes", [])],
                follow_ons=[tuple(link) for link in closing.get("follow_ons", [])],
                value=closing.get("value", ""),
            ),
            actor=closer,
            version=draft.version,
        )

    def keep(self) -> None:
        keep(self.discussion().closings.published().get(), self.facts["closing"]["kept"], self.people)

    def discussion(self) -> Discussion:
        return Discussion.objects.select_related("space__community").get(pk=self.pk)

    def post(self, place: int) -> Post:
        return Post.objects.select_related("discussion__space__community").get(pk=self.posts[place])

    def text_of(self, text: str) -> str:
        """With each @key as the handle of that person."""
        return _NAMED.sub(lambda named: f"@{self.people[named[1]].handle}", text.strip())

    def cited(self, summary: str) -> str:
        """With each [#ref] as the number of that post."""
        places = self.story.places()
        numbers = dict(Post.objects.filter(discussion=self.pk).values_list("pk", "number"))
        return _CITED.sub(lambda cited: f"[#{numbers[self.posts[places[cited[1]]]]}]", summary.strip())

    def ahead(self, space: Space, verb: str, hour: int) -> datetime | None:
        days = self.facts.get(f"{verb}_in_days")
        return None if days is None else rhythm.at_hour(self.now + timedelta(days=days), hour, space.community.zone)
