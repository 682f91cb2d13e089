"""What a person does to a community's charter: write it, say how far its expected results are, copy it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.charters import look_at
from communities.effects.holding import lock_around
from communities.effects.naming import require_own_name
from communities.errors import NotOurs, ResultLeftOut, TooManyResults
from communities.models import Charter, CharterRevision, Community, Evidence, ExpectedResult, Membership, Role, Space
from communities.queries.charters import OF_COMMUNITY, content_of, last_change, section_in, was_saved
from communities.rules import may_move_result, may_read_charter, may_write_charter
from core.errors import Stale
from core.locks import lock
from core.markdown import render
from core.permissions import require
from notifications.effects import notify

_LEADERS = _("Leaders write the charter, as long as the community is alive.")
_TRUSTED = _("Leaders say this, and whoever watches over the result.")


@transaction.atomic
def write_section(
    community: Community, section: str, *, actor: User, version: int, values: dict[str, Any], why: str = ""
) -> bool:
    """Write one of `queries.charters.SECTIONS`; `values` has the names that `section_in` gives.

    What stands there already is not written again, so a double click is harmless; returns whether it changed
    anything. That it was gone through is noted all the same, so that a template offers nothing there again. The text
    of an expected result that stands elsewhere, or was dropped, is that result, not a new one. Raises ResultLeftOut
    where one that stands would go, NameTaken, and Stale when somebody else changed this very section since `version`
    was read, or `actor` in another window; what was changed in others is no matter.
    """
    charter = _locked(community)
    require(may_write_charter(actor, charter.community), _LEADERS)
    now = section_in(content_of(charter.community), section)
    if now == now | values:
        if charter.template and not was_saved(community, section):
            record("charter.gone_through", actor=actor, target=charter, data={"section": section})
        return False
    if version != charter.version and _section_at(charter, version, section) != now:
        raise Stale(_who_changed(last_change(community, section, since=version), actor))
    if values.get("name", charter.community.name) != charter.community.name:
        require_own_name(values["name"], actor, of=charter.community)
    _apply(charter, values)
    _keep(charter, actor=actor, why=why, section=section)
    return True


def _locked(community: Community) -> Charter:
    """The charter with its community, as both are under the community's lock."""
    return lock(community).charter


def _section_at(charter: Charter, version: int, section: str) -> dict[str, Any] | None:
    revision = charter.community.charter_revisions.filter(number=version).first()
    return section_in(revision.content, section) if revision else None


def _who_changed(change: CharterRevision | None, actor: User) -> str:
    if change is None:
        return str(_("Somebody else has changed this meanwhile."))
    is_recent = timezone.now() - change.at < timedelta(minutes=1)
    ago = {"ago": _("a moment") if is_recent else timesince(change.at, depth=1)}
    if change.by_id == actor.pk:
        return str(_("This was changed meanwhile by you, %(ago)s ago, in another window.") % ago)
    return str(_("Somebody else has changed this meanwhile, %(ago)s ago.") % ago)


def _apply(charter: Charter, values: dict[str, Any]) -> None:
    community = charter.community
    for name, value in values.items():
        if name.startswith(("text_", "measure_")):
            continue
        setattr(community if name in OF_COMMUNITY else charter, name, value)
    if "guidelines" in values:
        charter.guidelines_html = render(charter.guidelines)
    if "text_1" in values:
        _write_results(community, values)
    community.save(update_fields=OF_COMMUNITY)
    charter.save()


def _write_results(community: Community, values: dict[str, Any]) -> None:
    standing = {result.position: result for result in community.results.standing()}
    texts = {place: values[f"text_{place}"] for place in ExpectedResult.PLACES if values[f"text_{place}"]}
    meant = _meant_by(texts, standing, community)
    for place, result in standing.items():
        if result not in meant.values():
            raise ResultLeftOut(_would_go(result), place=place)
    for place, text in texts.items():
        result = meant.get(place) or ExpectedResult(community=community)
        measure = values[f"measure_{place}"]
        if result.is_dropped:  # whoever takes it up again by its words has not said that it is known otherwise
            measure = measure or result.measure
            result.state, result.looked_at = ExpectedResult.State.NOT_YET, timezone.now()
        result.position, result.text, result.measure = place, text, measure
        result.save()


def _meant_by(
    texts: dict[int, str], standing: dict[int, ExpectedResult], community: Community
) -> dict[int, ExpectedResult]:
    """Which result each text is, by its place: the one that says this already, else the one that stands there."""
    said = {result.text.casefold(): result for result in community.results.filter(position=None).order_by("pk")}
    said |= {result.text.casefold(): result for result in standing.values()}
    meant = {place: each for place, each in standing.items() if texts.get(place) == each.text}
    for known in ({place: said.get(text.casefold()) for place, text in texts.items()}, standing):
        for place in texts:
            result = known.get(place)
            if place not in meant and result is not None and result not in meant.values():
                meant[place] = result
    return meant


def _would_go(result: ExpectedResult) -> str:
    message = _("“%(text)s” would be gone. Leave it in one of the boxes, or choose “Drop it…” beneath them.")
    return message % {"text": result.text}


def _keep(charter: Charter, *, actor: User, why: str = "", section: str = "") -> None:
    effects.keep_revision(charter, by=actor, why=why)
    data = {"revision": charter.version} | ({"section": section} if section else {})
    record("charter.changed", actor=actor, target=charter, data=data)


@transaction.atomic
def move_result(result: ExpectedResult, *, state: str, actor: User, why: str) -> bool:
    """Say how far an expected result is, in a word why; who watches over it or keeps an eye on it is told.

    Again changes nothing.

    Dropping keeps it and frees its place; taking it up again takes a free one. Raises TooManyResults.
    """
    charter = _locked_with(result)
    require(may_move_result(actor, result), _TRUSTED)
    if result.state == state:
        return False
    if state == ExpectedResult.State.DROPPED:
        result.position = None
    elif result.position is None:
        result.position = _free_place(charter.community)
    result.state, result.looked_at = state, timezone.now()
    result.save(update_fields=["state", "position", "looked_at"])
    _keep(charter, actor=actor, why=why)
    told = {result.owner_id, *result.watches.values_list("person", flat=True)}
    notify(record("expectedresult.moved", actor=actor, target=result), told)
    return True


@transaction.atomic
def place_result(result: ExpectedResult, *, place: int, actor: User) -> bool:
    """Put it at `place`, counted from 0, among those that stand; beyond the last is the last.

    There already, or dropped meanwhile, it stays as it is. Returns whether that changed anything.
    """
    charter = _locked_with(result)
    require(may_write_charter(actor, charter.community), _LEADERS)
    row = list(charter.community.results.standing())
    place = min(place, len(row) - 1)
    if result not in row or row[place] == result:
        return False
    positions = [each.position for each in row]
    row.remove(result)
    row.insert(place, result)
    for position, each in zip(positions, row, strict=True):
        each.position = position
    ExpectedResult.objects.bulk_update(row, ["position"])
    _keep(charter, actor=actor)
    return True


def _locked_with(result: ExpectedResult) -> Charter:
    """The charter, as it is under the community's lock; so is `result` then."""
    return lock_around(result).charter


def _free_place(community: Community) -> int:
    taken = set(community.results.standing().values_list("position", flat=True))
    free = [place for place in ExpectedResult.PLACES if place not in taken]
    if not free:
        raise TooManyResults(_("Three expected results stand already. Drop one of them first."))
    return free[0]


@transaction.atomic
def entrust_result(result: ExpectedResult, *, person: User | None, actor: User) -> bool:
    """Let a member watch over an expected result, or nobody; they are told. Again changes nothing. Raises NotOurs."""
    charter = _locked_with(result)
    require(may_write_charter(actor, charter.community), _LEADERS)
    if result.owner_id == (person and person.pk):
        return False
    if person and not Membership.objects.live_of(person).filter(community=charter.pk).exists():
        raise NotOurs(_("Only a member watches over an expected result."))
    result.owner, result.looked_at = person, timezone.now()
    result.save(update_fields=["owner", "looked_at"])
    _keep(charter, actor=actor)
    notify(record("expectedresult.entrusted", actor=actor, target=result), [result.owner_id])
    return True


@transaction.atomic
def add_evidence(result: ExpectedResult, *, title: str, url: str, actor: User) -> Evidence:
    """Show by an address how far a result is; the same address twice is one. Who watches over it is told."""
    charter = _locked_with(result)
    require(may_move_result(actor, result), _TRUSTED)
    evidence, is_new = Evidence.objects.get_or_create(
        result=result, url=url, defaults={"title": title, "added_by": actor}
    )
    if is_new:
        look_at(result)
        _keep(charter, actor=actor)
        notify(record("expectedresult.shown", actor=actor, target=result), [result.owner_id])
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, actor: User) -> bool:
    """Take it from the charter; earlier revisions keep it. Returns whether it was there."""
    charter = _locked_with(evidence.result)
    require(may_move_result(actor, evidence.result), _TRUSTED)
    removed, _rows = Evidence.objects.filter(pk=evidence.pk).delete()
    if removed:
        _keep(charter, actor=actor)
    return bool(removed)


COPIED = (
    *("problem", "objective", "kinds", "needs_baseline", "commitment", "group_served", "wider_audience"),
    *("guidelines", "guidelines_html", "template"),
)


@transaction.atomic
def copy_charter(source: Community, *, into: Community, actor: User) -> None:
    """Begin the charter of `into` with what stands in that of `source`: texts and expected results, never people.

    Members of `source` take along the spaces that they see there, by name and access, without what is in them.
    """
    charter = _locked(into)
    require(may_read_charter(actor, source) and may_write_charter(actor, charter.community), _LEADERS)
    for name in COPIED:
        setattr(charter, name, getattr(source.charter, name))
    charter.save()
    charter.community.rhythm = charter.community.rhythm or source.rhythm
    charter.community.save(update_fields=["rhythm"])
    ExpectedResult.objects.bulk_create(
        ExpectedResult(community=into, position=result.position, text=result.text, measure=result.measure)
        for result in source.results.standing()
    )
    _copy_spaces(source, into, actor)
    _keep(charter, actor=actor)


def _copy_spaces(source: Community, into: Community, actor: User) -> None:
    if not Membership.objects.live_of(actor).filter(community=source).exists():
        return
    for space in Space.objects.visible_to(actor).filter(community=source, archived_at=None):
        looks = {"name": space.name, "access": space.access, "starters": space.starters, "position": space.position}
        copied, is_new = into.spaces.update_or_create(slug=space.slug, defaults=looks)
        if is_new and copied.access == Space.Access.PRIVATE:
            effects.let_in(actor, copied, role=Role.LEADER, source="founder", given_by=actor)
