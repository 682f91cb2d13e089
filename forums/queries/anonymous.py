"""Questions without a name: as whoever asked finds them, as the columnists do, and the one way to a name."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from communities.models import Community, Space
from core.seams import Resolved
from forums.models import AnonymousQuestion, Asker, Unmasking
from forums.rules import may_unmask

DECIDED_SHOWN = 30
State = AnonymousQuestion.State


def asked_in(space: Space, person: Any, *, submission: UUID | None = None) -> QuerySet[AnonymousQuestion]:
    """What `person` asked the columnists there, the newest first; with a `submission`, what that made."""
    found = AnonymousQuestion.objects.asked_by(person).headed_for(person).filter(space=space)
    if submission is not None:
        found = found.filter(pk__in=Asker.objects.filter(person=person, submission=submission).values("question"))
    return found.order_by("-pk")


def questions_waiting(community: Any, reader: Any) -> QuerySet[AnonymousQuestion]:
    """What waits in `community`, a row or its id, for the columnists, of whom `reader` is one; no query yet."""
    return AnonymousQuestion.objects.read_by(reader).waiting().filter(space__community=community)


def waiting_in_column(community: Community, reader: Any) -> list[AnonymousQuestion]:
    """The same, the oldest first."""
    return list(questions_waiting(community, reader).select_related("space").order_by("pk"))


def decided_in_column(community: Community, reader: Any) -> list[AnonymousQuestion]:
    """What was published there or turned down, the latest first."""
    decided = AnonymousQuestion.objects.read_by(reader).exclude(state=State.WAITING).filter(space__community=community)
    found = decided.headed_for(reader).select_related("space", "decided_by").order_by("-decided_at")
    return list(found[:DECIDED_SHOWN])


def asker_of(question: AnonymousQuestion) -> User | None:
    """Who asked; None once they were erased. For telling them, and for `name_shown_to`."""
    asker = Asker.objects.select_related("person").filter(question=question).first()
    return asker.person if asker else None


def unmasked_by(question: AnonymousQuestion, reader: Any) -> Unmasking | None:
    """The reason that `reader` has left, where they lead still."""
    found = Unmasking.objects.filter(question=question, by=reader.pk).first()
    return found if found and may_unmask(reader, question) else None


def resolve_questions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For whoever asked, where they read the space still, and for the columnists."""
    seen = Space.objects.visible_to(reader).order_by().values("pk")
    found = AnonymousQuestion.objects.visible_to(reader).headed_for(reader).filter(pk__in=ids, space__in=seen)
    return {each.pk: _resolved(each, each) for each in found.select_related("space__community")}


def resolve_unmaskings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For whoever asked and for the leader who looked, wherever they belong by now."""
    about = AnonymousQuestion.objects.headed_for(reader).select_related("space__community")
    found = Unmasking.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("by").prefetch_related(Prefetch("question", about))
    return {each.pk: _resolved(each, each.question) for each in found}


def _resolved(thing: Any, question: AnonymousQuestion) -> Resolved:
    community = question.community
    return Resolved(
        title=question.heading,
        url=thing.get_absolute_url(),
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"forums.anonymousquestion.{question.pk}",
    )


def export_anonymous(person: User) -> dict[str, Any]:
    """What `person` asked without their name and what became of it; and where they looked who had asked."""
    about = AnonymousQuestion.objects.headed_for(person).prefetch_related(
        Prefetch("unmaskings", Unmasking.objects.order_by("pk"))
    )
    asked = Asker.objects.filter(person=person).prefetch_related(Prefetch("question", about)).order_by("pk")
    looked = Unmasking.objects.filter(by=person).order_by("pk")
    return {
        "anonymous_questions": [
            {
                "title": row.question.title,
                "text": row.question.markdown,
                "at": row.at.isoformat(),
                "state": row.question.get_state_display(),
                "words": row.question.words,
                "discussion": row.question.open_title,
                "unmasked": [
                    {"reason": look.reason, "at": look.at.isoformat()} for look in row.question.unmaskings.all()
                ],
            }
            for row in asked
        ],
        "unmaskings": [{"reason": look.reason, "at": look.at.isoformat()} for look in looked],
    }
