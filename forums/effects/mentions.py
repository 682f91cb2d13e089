"""What follows when a text names people: rows, telling them, and keeping their names as they are."""

from collections.abc import Callable, Collection

from django.db.models import F, Q
from django.utils.translation import gettext

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from core.locks import lock_all
from core.markdown import plain
from forums.effects.handles import discussions_holding, forget_in_words
from forums.effects.posts import EXCERPT_LENGTH
from forums.models import Discussion, Mention, Post, PostRevision
from forums.queries.files import place_hanging, render_with_files
from forums.queries.mentions import Named, naming, shown_as, with_handle
from forums.queries.quoting import quoting_any_of, without_names
from notifications.effects import notify


def keep_mentions(post: Post, named: Named) -> None:
    """A row for each person; those whom an edit left out keep theirs, because the revisions name them."""
    rows = [Mention(post=post, person=person) for person in named.people.values()]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def tell_mentioned(post: Post, people: Collection[int]) -> None:
    """Tell them, each once for ever however often the post is edited."""
    if not people:
        return
    told = Entry.objects.filter(verb="post.mentioned", kind=post._meta.label_lower, object_id=post.pk).first()
    entry = told or record("post.mentioned", actor=post.author, target=post)
    notify(entry, people, scope=(Discussion.SCOPE, post.discussion_id))


def renew_names(person: User) -> list[int]:
    """Show `person` by the name that they have now wherever they are mentioned; returns the discussions' ids."""
    return render_again(Q(mentions__person=person), lambda text: text, {})


def texts_with_handle(person: User) -> Q:
    """The posts in which somebody typed the handle of `person`, a mention or not, now or before an edit."""
    typed = f"@{person.handle}"
    return Q(markdown__icontains=typed) | Q(revisions__markdown__icontains=typed) | Q(mentions__person=person)


def forget_handle(person: User) -> list[int]:
    """Put the handle of an erased person in place of their own wherever somebody typed it, a mention or not.

    Above quotations of what they wrote stands no name any more either. Each post that says something else now has
    another version, so that an edit which began before brings nothing back. Returns the ids of the discussions that
    named them.
    """
    texts = texts_with_handle(person)
    posts = set(Post.objects.filter(author=person).values_list("pk", flat=True))
    texts |= quoting_any_of(person)
    handle, nobody = person.handle_once_erased, gettext("Former member")

    def forget(text: str) -> str:
        return without_names(with_handle(text, person.handle, handle), posts, nobody)

    besides = discussions_holding(person.handle)
    named = render_again(texts, forget, {handle: (nobody, "")}, besides=besides)
    forget_in_words(person.handle, handle)
    return named


def render_again(
    naming_them: Q,
    change: Callable[[str], str],
    instead: dict[str, tuple[str, str]],
    *,
    besides: Collection[int] = (),
) -> list[int]:
    """Change and render these posts; returns the ids of their discussions and of those `besides`, locked."""
    theirs = Post.objects.filter(naming_them).values("discussion")
    discussions = lock_all(Discussion.objects.filter(Q(pk__in=theirs) | Q(pk__in=besides)))
    posts = Post.objects.filter(naming_them, discussion__in=discussions).distinct()
    for post in posts.prefetch_related("mentions__person", "revisions", "files__file"):
        files = place_hanging(post.files.all())
        people = [mention.person for mention in post.mentions.all()]
        shown = {person.handle: shown_as(person) for person in people} | instead
        texts: list[Post | PostRevision] = [post, *post.revisions.all()]
        if change(post.markdown) != post.markdown:
            Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
        for text in texts:
            text.markdown = change(text.markdown)
            text.html = render_with_files(text.markdown, naming(shown), files)
            text.save(update_fields=["markdown", "html"])
        if post.kind == Post.Kind.PROMPT:
            Discussion.objects.filter(pk=post.discussion_id).update(excerpt=plain(post.html, EXCERPT_LENGTH))
    return [discussion.pk for discussion in discussions]
