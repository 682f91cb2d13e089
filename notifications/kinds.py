"""What people can be told of, in their words: each verb that anybody is told of belongs to one kind.

A kind says how people are told unless they chose otherwise, so that a default can change without
touching what anybody chose. Apps give their verbs to the kinds in `AppConfig.ready`.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.models import Delivery, Volume

OFF, HERE, DIGEST, MAIL = Delivery.By.OFF, Delivery.By.HERE, Delivery.By.DIGEST, Delivery.By.MAIL
WITHOUT_MAIL = (OFF, HERE)


@dataclass(frozen=True)
class Kind:
    """One line of the settings. `quiet_at` are the volumes of a thing or a community at which it is not told."""

    name: str
    label: str | Promise
    hint: str | Promise
    reason: str | Promise  # why somebody gets a mail about it, where its app does not say so itself
    by: Delivery.By  # unless the person chose otherwise
    quiet_at: tuple[str, ...] = ()
    may_hurry: bool = True  # whether anybody may have it by mail at once
    may_be_off: bool = True  # whether anybody may not be told of it at all

    @property
    def ways(self) -> list[Delivery.By]:
        """How somebody may be told of it."""
        return [by for by in Delivery.By if (by != MAIL or self.may_hurry) and (by != OFF or self.may_be_off)]


# In the order of the settings page.
_KINDS = (
    Kind(
        "mentioned",
        _("I am mentioned"),
        _("Somebody names me in what they write."),
        _("You get this because somebody mentioned you."),
        MAIL,
        (Volume.Level.MUTE,),
    ),
    Kind(
        "answered",
        _("I am answered"),
        _("Somebody replies to what I wrote."),
        _("You get this because somebody answered your post."),
        MAIL,
        Volume.QUIET,
    ),
    Kind(
        "may_know",
        _("Somebody thinks that I may know"),
        _(
            "A question that fits what I can help with, or a discussion that I read. "
            "My profile says whether anybody may ask."
        ),
        _("You get this because somebody thinks that you may know."),
        MAIL,
        (Volume.Level.MUTE,),
    ),
    Kind(
        "noted",
        _("I get a private note"),
        _("From whoever closes a discussion."),
        _("You get this because it is addressed to you alone."),
        MAIL,
        may_be_off=False,
    ),
    Kind(
        "thanked",
        _("I am thanked"),
        _("By name, when a discussion closes of which I hear nothing else."),
        _("You get this because you are thanked by name."),
        DIGEST,
    ),
    Kind(
        "received",
        _("What I wrote is received"),
        _("Somebody reacts to it, or takes it as the answer to a question. Never by mail at once."),
        _("You get this because others reacted to what you wrote."),
        DIGEST,
        (Volume.Level.MUTE,),
        may_hurry=False,
    ),
    Kind(
        "standing",
        _("My membership, role or access changes"),
        _("Answers to my requests, invitations, and what I may do."),
        _("You get this because it is about your own membership, role or access."),
        MAIL,
        may_be_off=False,
    ),
    Kind(
        "closed",
        _("A discussion closes with a summary"),
        _("At once where I wrote or follow; the other summaries come with the digest."),
        _("You get this because you wrote in this discussion, or follow it."),
        MAIL,
        Volume.QUIET,
    ),
    Kind(
        "opened",
        _("A discussion opens"),
        _("Also one that is opened again."),
        _("You get this because you belong to the community, and want to hear at once when a discussion opens."),
        DIGEST,
        Volume.QUIET,
    ),
    Kind(
        "posts",
        _("Somebody writes"),
        _("At once where I wrote or follow; the digest counts the posts of all discussions."),
        _("You get this because you wrote in this discussion or follow it, and want its posts at once."),
        DIGEST,
        Volume.QUIET,
    ),
    Kind(
        "seats",
        _("My seat at a meeting changes"),
        _("I get one, or am offered one; the meeting changes, moves, is confirmed or called off."),
        _("You get this because you have a seat at this meeting, or asked for one."),
        MAIL,
        may_be_off=False,
    ),
    Kind(
        "reminded",
        _("A meeting at which I have a seat comes up"),
        _("A week, a day and an hour before, or as whoever runs it has chosen."),
        _("You get this because you have a seat at this meeting."),
        MAIL,
    ),
    Kind(
        "meetings",
        _("A meeting is planned"),
        _("And what meetings at which I had a seat came to, with thanks."),
        _("You get this because you belong to the community, and want to hear at once of its meetings."),
        DIGEST,
        Volume.QUIET,
    ),
    Kind(
        "library",
        _("Something new is in the library"),
        _("A story, a tool, a document or a recording that a member has published."),
        _("You get this because you belong to the community, and want to hear at once what its library gains."),
        DIGEST,
        Volume.QUIET,
    ),
    Kind(
        "tasks",
        _("Something is mine to do"),
        _("Of the action plan or the expected results: given to me, due soon, or commented on."),
        _("You get this because it is yours to do."),
        MAIL,
        may_be_off=False,
    ),
    Kind(
        "announced",
        _("The team of a community announces something"),
        _("To all members, or to some of them. Not where I hear nothing of a community."),
        _("You get this because you are a member, and the team wrote it for you and others."),
        MAIL,
        (Volume.Level.MUTE,),
        may_be_off=False,
    ),
    Kind(
        "course",
        _("A community changes course"),
        _("Its phase, its charter, its action plan, and what it takes up to learn."),
        _("You get this because you are a member, and want to hear of such changes at once."),
        DIGEST,
        (Volume.Level.MUTE,),
    ),
    Kind(
        "asked",
        _("A community asks its members"),
        _("A survey opens, closes soon without my answers, or has results."),
        _("You get this because it is put to you, and you want to hear of surveys at once."),
        DIGEST,
        (Volume.Level.MUTE,),
    ),
    Kind(
        "decide",
        _("Something waits for my decision"),
        _("Requests to join, summaries to publish, and what else a role brings."),
        _("You get this because your role lets you decide it, and you want to hear of that at once."),
        DIGEST,
        may_be_off=False,
    ),
)
KINDS = {kind.name: kind for kind in _KINDS}

_of_verb: dict[str, str] = {}
_news: dict[str, str] = {}
_counted: set[str] = set()
_personal: set[str] = set()

of_verb: Mapping[str, str] = MappingProxyType(_of_verb)  # {verb: name of its kind}
personal: Set[str] = _personal  # verbs of which nobody hears from whom they have blocked
news: Mapping[str, str] = MappingProxyType(_news)  # {verb: kind} of what a digest says to members who were not told


def register(kind: str, *verbs: str) -> None:
    """Say that whoever is told of `verbs` is told of this kind of thing."""
    _require_known(kind)
    for verb in verbs:
        if _of_verb.setdefault(verb, kind) != kind:
            raise ValueError(f"{verb} is {_of_verb[verb]} already")


def register_news(kind: str, *verbs: str, is_counted: bool = False) -> None:
    """Say that digests tell the members of a community of `verbs` too, each or, with `is_counted`, by their number."""
    _require_known(kind)
    for verb in verbs:
        _news[verb] = kind
        if is_counted:
            _counted.add(verb)


def register_personal(*verbs: str) -> None:
    """Say that `verbs` are what people say to one another: whoever has blocked somebody hears nothing of it from them.

    What a role brings, such as steering, removing and deciding, is none of it.
    """
    _personal.update(verbs)


def is_counted(verb: str) -> bool:
    """Whether a digest says how many there were in a thread rather than each of them."""
    return verb in _counted


def kind_of(verb: str) -> Kind:
    """The kind to which whoever is told of `verb` is told of it. Raises LookupError where no app gave it one."""
    if verb not in _of_verb:
        raise LookupError(f"{verb} belongs to no kind: its app says which in AppConfig.ready, by kinds.register")
    return KINDS[_of_verb[verb]]


def why(name: str, verb: str) -> Kind:
    """The kind that is named, else the verb's own."""
    return KINDS[name] if name else kind_of(verb)


def _require_known(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"There is no kind {kind}")
