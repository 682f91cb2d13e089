"""Somebody’s rows in what is discussed."""

from django.utils import timezone

from forums.models import (
    Acknowledgement,
    Asked,
    Bookmark,
    Closing,
    ClosingRevision,
    Discussion,
    FeedKey,
    FollowOn,
    HeldPost,
    HelloPutAside,
    ImportedSender,
    InboundMail,
    LineMark,
    Mention,
    Move,
    Post,
    PostFile,
    PostRevision,
    PrivateNote,
    Promotion,
    Reaction,
    ReadingPosition,
    Reopening,
    Report,
    Ruling,
    ShownClosing,
    Stage,
    Unsent,
)
from tests.everywhere.anonymous import rows_of_questions
from tests.everywhere.groups import rows_of_groups
from tests.everywhere.polls import rows_of_polls
from tests.everywhere.prompts import rows_of_plan
from tests.everywhere.steering import rows_of_steering
from tests.factories import DiscussionFactory, FileFactory, ItemFactory, PostFactory, UserFactory


def rows_of_discussions(person, words, community):
    now, commons = timezone.now(), community.spaces.get(slug="commons")
    discussion = DiscussionFactory(space=commons, planned_by=person)
    Discussion.objects.filter(pk=discussion.pk).update(**words.of(Discussion))
    of_post = words.of(Post)
    reason = of_post.pop("delete_reason")
    post = PostFactory(discussion=discussion, author=person)
    Post.objects.filter(pk=post.pk).update(**of_post)
    removed = PostFactory(discussion=discussion)
    Post.objects.filter(pk=removed.pk).update(deleted_at=now, deleted_by=person, delete_reason=reason)
    closing = Closing.objects.create(
        discussion=discussion, edited_by=person, published_by=person, published_at=now, **words.of(Closing)
    )
    return [
        discussion,
        post,
        closing,
        Stage.objects.create(discussion=discussion, position=1, **words.of(Stage)),
        ReadingPosition.objects.create(person=person, discussion=discussion, last_read=1),
        Asked.objects.create(discussion=discussion, person=UserFactory(), by=person),
        Asked.objects.create(discussion=discussion, person=person, by=UserFactory(), passed_at=now),
        HelloPutAside.objects.create(person=person, community=community),
        InboundMail.objects.create(key="0" * 64, person=person, discussion=discussion, outcome="posted"),
        FeedKey.objects.create(person=person, **words.of(FeedKey)),
        ImportedSender.objects.create(space=commons, claimed_by=person, claimed_at=now, **words.of(ImportedSender)),
        ShownClosing.objects.create(community=community, closing=closing, by=person),
        Promotion.objects.create(post=post, item=ItemFactory(space=commons), by=person),
        *rows_of_groups(person, words, discussion),
        *rows_of_polls(person, words, discussion),
        *rows_of_steering(person, words, discussion, post),
        *rows_of_questions(person, words, commons),
        *rows_of_plan(person, words, discussion),
        *_rows_of_posts(person, words, post, removed),
        *_rows_of_closing(person, words, closing),
        *_rows_of_moderation(person, words, post, removed),
    ]


def _rows_of_posts(person, words, post, removed):
    return [
        PostRevision.objects.create(post=post, version=0, replaced_by=person, **words.of(PostRevision)),
        PostFile.objects.create(post=post, file=FileFactory(uploaded_by=person)),
        Mention.objects.create(post=removed, person=person),
        Reaction.objects.create(post=removed, person=person, kind=Reaction.Kind.TRIED),
        Bookmark.objects.create(post=removed, person=person),
        Unsent.objects.create(person=person, kind="answer", post=removed, said={"text": "begun"}),
    ]


def _rows_of_closing(person, words, closing):
    now, discussion = timezone.now(), closing.discussion
    return [
        Acknowledgement.objects.create(closing=closing, person=person, **words.of(Acknowledgement)),
        PrivateNote.objects.create(
            closing=closing, receiver=person, author=person, sent_at=now, **words.of(PrivateNote)
        ),
        ClosingRevision.objects.create(closing=closing, version=0, replaced_by=person, **words.of(ClosingRevision)),
        FollowOn.objects.create(closing=closing, **words.of(FollowOn)),
        Reopening.objects.create(discussion=discussion, by=person, **words.of(Reopening)),
        LineMark.objects.create(
            discussion=discussion,
            post=discussion.posts.first(),
            by=person,
            ended_by=person,
            ended_at=now,
            **words.of(LineMark),
        ),
    ]


def _rows_of_moderation(person, words, post, removed):
    now, discussion, commons = timezone.now(), post.discussion, post.space
    community = commons.community
    return [
        Move.objects.create(
            discussion=discussion,
            source=commons,
            target=community.spaces.get(slug="team"),
            by=person,
            **words.of(Move),
        ),
        HeldPost.objects.create(
            discussion=discussion,
            author=person,
            decided_by=person,
            decided_at=now,
            state=HeldPost.State.TURNED_DOWN,
            **words.of(HeldPost),
        ),
        ruling := Ruling.objects.create(
            community=community,
            post=post,
            is_upheld=True,
            by=person,
            undone_by=person,
            undone_at=now,
            appealed_at=now,
            answered_by=person,
            answered_at=now,
            **words.of(Ruling),
        ),
        Report.objects.create(
            community=community, post=removed, reporter=person, kind="other", ruling=ruling, **words.of(Report)
        ),
    ]
