"""What forums does when somebody is forgotten, or goes by another name."""

from django.db.models import Q, QuerySet

from accounts.models import User
from forums.effects.anonymous import forget_questions
from forums.effects.asking import forget_asked
from forums.effects.claims import forget_claims
from forums.effects.closings import forget_thanks
from forums.effects.files import drop_files
from forums.effects.groups import forget_groups
from forums.effects.handles import discussions_holding
from forums.effects.list_archives import forget_archives
from forums.effects.mentions import forget_handle, renew_names, texts_with_handle
from forums.effects.pages import renew_pages
from forums.effects.quiet import forget_called_in
from forums.effects.reactions import forget_reactions
from forums.effects.removals import forget_removed
from forums.effects.reports import forget_reports
from forums.models import (
    Asked,
    Closing,
    Discussion,
    FeedKey,
    HeldPost,
    InboundMail,
    Post,
    PostFile,
    PrivateNote,
    Prompt,
    Reaction,
    ReadingPosition,
    Reopening,
    SubgroupMember,
    Unsent,
)
from forums.queries.quoting import quoting_any_of


def discussions_showing(person: User) -> QuerySet[Discussion]:
    """Those whose pages show the name of `person`: all that another name changes."""
    mentioning = Post.objects.filter(mentions__person=person).order_by().values("discussion")
    return Discussion.objects.filter(_showing(person) | Q(pk__in=mentioning))


def discussions_of(person: User) -> QuerySet[Discussion]:
    """Those that show `person`, hold something of theirs or name their handle: all that forgetting them changes."""
    naming = texts_with_handle(person) | quoting_any_of(person)
    typed = Post.objects.filter(naming).order_by().values("discussion")
    held = HeldPost.objects.filter(author=person).order_by().values("discussion")
    reacted = Reaction.objects.filter(person=person).order_by().values("post__discussion")
    prompts = Prompt.objects.filter(by=person).order_by().values("discussion")
    besides = Q(pk__in=typed) | Q(pk__in=held) | Q(pk__in=discussions_holding(person.handle)) | Q(pk__in=reacted)
    return Discussion.objects.filter(_showing(person) | besides | Q(pk__in=prompts))


def forget_person(person: User) -> None:
    """What an erased person wrote stays, under the name of a former member; how far they read is forgotten.

    What had been removed goes for good, and their handle gives way where others named them. Assumes that
    `discussions_of` them are locked.
    """
    ReadingPosition.objects.filter(person=person).delete()
    forget_thanks(person)
    forget_reactions(person)
    forget_removed(person)
    forget_reports(person)
    forget_asked(person)
    forget_called_in(person)
    forget_questions(person)
    forget_claims(person)
    forget_groups(person)
    forget_archives(person)
    drop_files(PostFile.objects.filter(held__author=person))
    HeldPost.objects.filter(author=person).delete()
    Prompt.objects.filter(by=person).delete()
    FeedKey.objects.filter(person=person).delete()
    Unsent.objects.filter(person=person).delete()
    InboundMail.objects.filter(person=person).delete()
    _renew(person, forget_handle(person))


def rename_person(person: User) -> None:
    """Discussions that name `person` are shown with the name as it is now, whatever a browser has kept.

    Assumes that `discussions_showing` them are locked.
    """
    _renew(person, renew_names(person))


def _renew(person: User, mentioning: list[int]) -> None:
    renew_pages(Discussion.objects.filter(_showing(person) | Q(pk__in=mentioning)))


def _showing(person: User) -> Q:
    """Discussions in which `person` did something under their name."""
    found = Q(planned_by=person)
    for rows in (
        Post.objects.filter(author=person),
        Closing.objects.filter(published_by=person),
        Reopening.objects.filter(by=person),
        Asked.objects.filter(person=person),
        Asked.objects.filter(by=person),
    ):
        found |= Q(pk__in=rows.order_by().values("discussion"))
    parted = SubgroupMember.objects.filter(person=person).order_by().values("grouping__discussion")
    found |= Q(pk__in=parted) | Q(part_of__in=parted)
    return found | Q(pk__in=PrivateNote.objects.filter(author=person).values("closing__discussion"))
