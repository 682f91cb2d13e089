"""What the stream of a community may show. Apps class each of their verbs in `AppConfig.ready`; the rest is not shown.

A verb that is shown has its words in the app of its target, found by name: of "charter.changed" about a
"communities.charter" `communities/streams/charter_changed.html`, else the sentence in the list of notifications,
`communities/notifications/changed_item.html`. Verbs with a `fold` are said together, where they are about one thread
on one day, by `communities/streams/<fold>.html`. Each gets `resolved` (core.seams.Resolved) and `entry` of the newest,
`reader`, and `who`: who did it, in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activity.models import Entry


@dataclass(frozen=True)
class Shown:
    """How a verb stands in a stream."""

    kind: str
    fold: str = ""  # empty: each thing by itself


# In the order of the choices above a stream.
KINDS: Mapping[str, Promise] = MappingProxyType(
    {
        "talk": _("Discussions"),
        "people": _("People"),
        "plan": _("Plan and charter"),
        "closings": _("What was learned"),
        "meetings": _("Meetings"),
        "library": _("Library"),
    }
)

_shown: dict[str, Shown] = {}
_kept_out: set[str] = set()

shown: Mapping[str, Shown] = MappingProxyType(_shown)  # {verb: how}


def show(kind: str, *verbs: str, fold: str = "") -> None:
    """Let streams show `verbs` to whoever may see their targets."""
    if kind not in KINDS:
        raise ValueError(f"There is no kind {kind}")
    for verb in verbs:
        if verb in _kept_out or _shown.setdefault(verb, Shown(kind, fold)) != Shown(kind, fold):
            raise ValueError(f"{verb} is classed already")


def keep_out(*verbs: str) -> None:
    """Say of `verbs` that no stream shows them."""
    for verb in verbs:
        if verb in _shown:
            raise ValueError(f"{verb} is classed already")
        _kept_out.add(verb)


def is_classed(verb: str) -> bool:
    return verb in _shown or verb in _kept_out


def verbs_of(kind: str) -> tuple[str, ...]:
    """The verbs that a stream of this kind shows; all of them where no kind is asked for."""
    return tuple(verb for verb, how in _shown.items() if kind in ("", how.kind))


def words_of(entry: Entry) -> list[str]:
    """The names of the templates that may say it, the first that exists first."""
    app = entry.kind.partition(".")[0]
    noun, _dot, deed = entry.verb.partition(".")
    name = _shown[entry.verb].fold or f"{noun}_{deed}"
    return [f"{app}/streams/{name}.html", f"{app}/notifications/{deed}_item.html"]
