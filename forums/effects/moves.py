"""What follows when a discussion has gone to other readers."""

from django.db.models import Q

from communities.models import Space
from forums.models import (
    Asked,
    CalledIn,
    Closing,
    Discussion,
    HeldPost,
    Poll,
    Post,
    PrivateNote,
    Promotion,
    Reopening,
    Stage,
    Subgroup,
)
from notifications.effects import end_listening, withdraw_from_others


def leave_behind(discussion: Discussion, target: Space) -> None:
    """Those who do not read `target`, where it goes: what they followed and were told of it is over.

    Their posts, reading positions and what they muted stay, should they see it again.
    """
    if target.is_for_all:
        return
    readers = target.readers()
    end_listening((Discussion.SCOPE, discussion.pk), readers)
    closings = Closing.objects.filter(discussion=discussion).values("pk")
    posts = Post.objects.filter(discussion=discussion).order_by().values("pk")
    kept = Promotion.objects.filter(Q(closing__in=closings) | Q(post__in=posts))
    withdraw_from_others(
        readers,
        {
            "forums.discussion": [discussion.pk],
            "forums.post": posts,
            "forums.prompt": discussion.prompts.order_by().values("pk"),
            "forums.poll": Poll.objects.filter(post__in=posts).values("pk"),
            "forums.subgroup": Subgroup.objects.filter(grouping__discussion=discussion).values("pk"),
            "forums.stage": Stage.objects.filter(discussion=discussion).order_by().values("pk"),
            "forums.promotion": kept.values("pk"),
            "forums.closing": closings,
            "forums.privatenote": PrivateNote.objects.filter(closing__in=closings).values("pk"),
            "forums.reopening": Reopening.objects.filter(discussion=discussion).values("pk"),
            "forums.asked": Asked.objects.filter(discussion=discussion).values("pk"),
            "forums.calledin": CalledIn.objects.filter(discussion=discussion).values("pk"),
            "forums.heldpost": HeldPost.objects.filter(discussion=discussion).values("pk"),
        },
    )
