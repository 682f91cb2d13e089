"""What a person does to a community's charter: write it, say how far its expected results are, copy it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.effects.holding import lock_around
from communities.errors import NotOurs, TooManyResults
from communities.models import Charter, Community, Evidence, ExpectedResult, Membership, Role, Space
from communities.queries.charters import OF_COMMUNITY, content_of, section_in
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
    anything. An expected result whose text is emptied is dropped. Raises Stale when somebody else changed this very
    section since `version` was read; what was changed in others is no matter.
    """
    charter = _locked(community)
    require(may_write_charter(actor, charter.community), _LEADERS)
    now = section_in(content_of(charter.community), section)
    if now == now | values:
        return False
    if version != charter.version and _section_at(charter, version, section) != now:
        raise Stale(_("Somebody else has changed this meanwhile."))
    _apply(charter, values)
    _keep(charter, actor=actor, why=why)
    return True


def _locked(community: Community) -> Charter:
    """The charter with its community, as both are under the community's lock."""
    return lock(community).charter


def _section_at(charter: Charter, version: int, section: str) -> dict[str, Any] | None:
    revision = charter.community.charter_revisions.filter(number=version).first()
    return section_in(revision.content, section) if revision else None


def _apply(charter: Charter, values: dict[str, Any]) -> None:
    community = charter.community
    results = {result.position: result for result in community.results.standing()}
    for name, value in values.items():
        if name.startswith(("text_", "measure_")):
            continue
        setattr(community if name in OF_COMMUNITY else charter, name, value)
    if "guidelines" in values:
        charter.guidelines_html = render(charter.guidelines)
    for place in ExpectedResult.PLACES:
        if f"text_{place}" in values:
            _place(community, place, results.get(place), values[f"text_{place}"], values[f"measure_{place}"])
    community.save(update_fields=OF_COMMUNITY)
    charter.save()


def _place(community: Community, place: int, result: ExpectedResult | None, text: str, measure: str) -> None:
    if result is None and text:
        ExpectedResult.objects.create(community=community, position=place, text=text, measure=measure)
    elif result is not None and text:
        result.text, result.measure = text, measure
        result.save(update_fields=["text", "measure"])
    elif result is not None:
        result.position, result.state = None, ExpectedResult.State.DROPPED
        result.save(update_fields=["position", "state"])


def _keep(charter: Charter, *, actor: User, why: str = "") -> None:
    effects.keep_revision(charter, by=actor, why=why)
    record("charter.changed", actor=actor, target=charter, data={"revision": charter.version})


@transaction.atomic
def move_result(result: ExpectedResult, *, state: str, actor: User, why: str) -> bool:
    """Say how far an expected result is, in a word why; who watches over it is told. Again changes nothing.

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
    result.state = state
    result.save(update_fields=["state", "position"])
    _keep(charter, actor=actor, why=why)
    notify(record("expectedresult.moved", actor=actor, target=result), [result.owner_id])
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
    result.owner = person
    result.save(update_fields=["owner"])
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
