"""Loads the demo world from home/demo/*.toml, through the same actions that people use."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.actions import agree
from accounts.documents import newest
from accounts.models import User
from activity.models import Entry
from communities.actions import start_community
from communities.effects import admit
from communities.models import Community, Membership, Role, Space
from forums import actions
from forums.effects import draft_due
from forums.models import Closing, Discussion, Post
from notifications.models import Notification, OutboxMessage

DATA = Path(__file__).resolve().parents[2] / "demo"
PASSWORD = "copse-demo"
LOGINS = {
    "moderator": "plans, opens and closes discussions",
    "participant": "reads and answers",
    "facilitator": "helps the moderator",
    "leader": "gives the roles",
    "outsider": "belongs nowhere yet",
    "admin": "site staff, with /admin/",
}


class Command(BaseCommand):
    help = "Load the demo world: people, communities and discussions. A second run adds only what is missing."

    def handle(self, *args, **options):
        _refuse_public_site()
        _refuse_real_people()
        with transaction.atomic():
            World().load()
        self.stdout.write(f"Sign in at {settings.SITE_URL}/account/login/ with the password {PASSWORD} as")
        for key, does in LOGINS.items():
            self.stdout.write(f"  {_address(key):28} {does}")


def _refuse_public_site():
    """Everybody knows the password of these people, and one of them may do everything."""
    if not settings.DEMO or settings.IS_HTTPS:
        raise CommandError("The demo world is loaded only with DEMO=1 and a SITE_URL without https.")


def _refuse_real_people():
    """A database in which people sign in by their own addresses is no place for a demo, unless it began as one."""
    is_demo = User.objects.filter(email=_address("admin"), is_staff=True).exists()
    if not is_demo and User.objects.exclude(email__iendswith="@copse.example").exists():
        raise CommandError("This database holds real people, so the demo world is not loaded into it.")


def _address(key: str) -> str:
    return f"{key}@copse.example"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text())


class World:
    """What the data files tell, with its dates counted back from now.

    Nobody is told of what lies in the past; only what the files date to today makes notices and mail.
    """

    def __init__(self) -> None:
        self.now = timezone.now()
        self.people: dict[str, User] = {}
        self.fresh: list[tuple[Discussion, dict[str, Any], dict[str, Post]]] = []

    def load(self) -> None:
        last_entry = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        for key, facts in _read("people.toml").items():
            self.people[key] = self.person(key, facts)
        for slug, facts in _read("communities.toml").items():
            if not Community.objects.filter(slug=slug).exists():
                self.community(slug, facts)
        for path in sorted((DATA / "discussions").glob("*.toml")):
            self.discussion(path.stem, _read(f"discussions/{path.name}"))
        Notification.objects.filter(entry__gt=last_entry).delete()
        OutboxMessage.objects.filter(entry__gt=last_entry).delete()
        for discussion, facts, posts in self.fresh:
            self.today(discussion, facts, posts)
        draft_due()

    def person(self, key: str, facts: dict[str, Any]) -> User:
        found = User.objects.filter(email=_address(key)).first()
        if found is None:
            facts = {"display_name": facts.pop("name"), **facts}
            found = User.objects.create_user(_address(key), PASSWORD, **facts)
            EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
            agree(found, actor=found, version=newest())
            if found.is_staff:
                User.objects.filter(pk=found.pk).update(is_superuser=True)
        return found

    def community(self, slug: str, facts: dict[str, Any]) -> None:
        members = facts.pop("members")
        phase, began = facts.pop("phase"), self.ago(7 * facts.pop("weeks"))
        founder = next(self.people[key] for key, role in members.items() if Role[role] == Role.LEADER)
        community = start_community(actor=founder, admission=Community.Admission.OPEN, **facts)
        for place, (key, role) in enumerate(members.items()):
            # Not by the action: nobody joins a hidden community by themselves.
            membership, _is_new = admit(self.people[key], community, role=Role[role])
            joined = began + place * (self.now - began) / (2 * len(members))
            Membership.objects.filter(pk=membership.pk).update(joined_at=joined)
        Community.objects.filter(pk=community.pk).update(
            slug=slug, phase=phase, created_at=began, phase_since=began + (self.now - began) / 4
        )

    def discussion(self, name: str, facts: dict[str, Any]) -> None:
        space = Space.objects.select_related("community").get(community__slug=facts["community"], slug=facts["space"])
        planner = self.people[facts["planned_by"]]
        submission = uuid5(NAMESPACE_URL, name)
        if Discussion.objects.filter(planned_by=planner, submission=submission).exists():
            return
        plan = {key: facts[key] for key in ("title", "kind", "objective", "question") if key in facts}
        plan |= {key: facts.get(key, "") for key in ("guidelines", "difficulties")}
        plan |= {f"{verb}_at": self.ahead(facts.get(f"{verb}_in_days")) for verb in ("opens", "closes")}
        discussion = actions.plan_discussion(space, actor=planner, submission=submission, **plan)
        if facts.get("state") == "planned":
            return
        actions.open_discussion(discussion, actor=planner)
        discussion.refresh_from_db()
        posts: dict[str, Post] = {}
        for said in facts["posts"]:
            if said["days_ago"]:
                self.post(discussion, said, posts)
        self.redate(discussion, self.ago(facts["days_ago"]))
        discussion.refresh_from_db()
        for key, number in facts.get("read", {}).items():
            shown = dict(discussion.posts.filter(number__lte=number).values_list("number", "pk"))
            before = discussion.reading_positions.filter(person=self.people[key]).values_list("last_read", flat=True)
            actions.mark_read(discussion, actor=self.people[key], before=before.first(), shown=shown)
        if facts.get("state") == "closed":
            self.close(discussion, facts)
        else:
            self.fresh.append((discussion, facts, posts))

    def post(self, discussion: Discussion, said: dict[str, Any], posts: dict[str, Post]) -> None:
        post = actions.reply(
            discussion,
            actor=self.people[said["by"]],
            markdown=said["text"].strip(),
            submission=uuid5(NAMESPACE_URL, said["text"]),
            parent=posts.get(said.get("to", "")),
        )
        if said["days_ago"]:
            Post.objects.filter(pk=post.pk).update(created_at=self.ago(said["days_ago"]))
        if "ref" in said:
            posts[said["ref"]] = post

    def redate(self, discussion: Discussion, opened: datetime) -> None:
        discussion.posts.filter(number=1).update(created_at=opened)
        last = discussion.posts.order_by("number").values_list("created_at", flat=True).last()
        Discussion.objects.filter(pk=discussion.pk).update(
            created_at=opened - timedelta(days=2), opened_at=opened, last_post_at=last
        )

    def close(self, discussion: Discussion, facts: dict[str, Any]) -> None:
        """Close it as it was closed then, with the summary that a person wrote over the draft."""
        closer = self.people[facts["closed_by"]]
        actions.close_discussion(discussion, actor=closer, reason=facts["close_reason"])
        draft_due()
        draft = discussion.closings.unpublished().get()
        summary, result = facts["closing"]["summary"].strip(), facts["closing"]["result"]
        actions.publish_closing(draft, actor=closer, summary=summary, result=result, version=draft.version)
        closed = self.ago(facts["closed_days_ago"])
        Closing.objects.filter(pk=draft.pk).update(created_at=closed, drafted_at=closed, published_at=closed)
        Discussion.objects.filter(pk=discussion.pk).update(locked_at=closed)

    def today(self, discussion: Discussion, facts: dict[str, Any], posts: dict[str, Post]) -> None:
        for said in facts["posts"]:
            if not said["days_ago"]:
                self.post(discussion, said, posts)
        if facts.get("state") == "closing":
            closer = self.people[facts["closed_by"]]
            actions.close_discussion(discussion, actor=closer, reason=facts["close_reason"])

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def ahead(self, days: float | None) -> datetime | None:
        return None if days is None else self.now + timedelta(days=days)
