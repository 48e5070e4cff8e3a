"""Working on the partner network: its picture, reporting, relations, and who must talk to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netmap.analysis.areas import AreaTree
from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.pairs import CONTRADICTED, actors_of, pairs_of
from netmap.analysis.day import Day
from netmap.analysis.gaps.ways import Ways
from netmap.analysis.network.layout import layout
from netmap.analysis.serving import served_areas
from netmap.errors import CallError, InputError
from netmap.messages import N_, Message, message
from netmap.model import changes as ch
from netmap.model.changes import Change, Edit, Receipt, Recorded
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, RELATION_KINDS, SCALES, Position, Relation, Remark, Report
from netmap.model.tables import Room
from netmap.usecases.desk import Desk, needs
from netmap.usecases.undo import Steps, steps_of, take_back

_VIEW: Final = "network"
#: a report older than this is worth asking again
OLD_AFTER: Final = timedelta(days=365)


@needs("network.read")
def positions(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> dict[str, tuple[float, float]]:
    """Give where each running organisation stands; what is new is placed and kept."""
    store = desk.house.partners
    kept = {row["item"]: (row["x"], row["y"]) for row in store.load("positions", only=("view", [_VIEW]))["positions"]}
    actors = actors_of(day)
    if all(a in kept for a in actors):
        return {a: kept[a] for a in actors}
    ties = [(p.a, p.b, float(p.level)) for p in pairs_of(day, scale=scale).values() if p.is_tie]
    ties += [(r.from_, r.to, 0.3) for r in day.relations]
    placed = layout(actors, ties, known=kept)
    made = [Edit.add(Position(view=_VIEW, item=a, x=x, y=y)) for a, (x, y) in placed.items() if a not in kept]
    store.housekeep(Change(tuple(made)))
    return placed


@needs("network.edit")
def move(desk: Desk, organisation: str, x: float, y: float) -> None:
    """Put an organisation somewhere by hand; it stays there."""
    if organisation not in desk.house.district().organisations:
        raise CallError("There is no organisation '{id}'.", id=organisation)
    row = Position(view=_VIEW, item=organisation, x=float(x), y=float(y), by_hand=True)
    desk.house.partners.housekeep(Change((Edit.add(row),)))


@needs("network.edit")
def report_level(
    desk: Desk,
    *,
    side: str,
    other: str,
    level: int,
    on: date,
    scale: str = DEFAULT_SCALE,
    evidence: str | None = None,
    by: str | None = None,
) -> Receipt:
    """Note how far one side says it works with the other; said twice on a day, the last counts.

    Raises
    ------
    InputError
        The level is none of the scale, or both sides are the same.
    """
    low, high = SCALES[scale]
    if not low <= level <= high:
        raise InputError("{level} is no level of the scale {scale}.", level=level, scale=scale)
    if side == other:
        raise InputError("A cooperation has two sides.")
    new = Report(from_=side, to=other, level=level, on=on, scale=scale, evidence=evidence, by=by or desk.actor.account)
    old = next((r for r in desk.house.district().reports if r.key == new.key), None)
    change = ch.ReportCooperation.adding(new) if old is None else ch.CorrectReport.updating((old, new))
    if not change.edits:
        return Receipt("", desk.house.clock())
    return desk.house.partners.apply(change, by=desk.actor.account)


@needs("network.edit")
def withdraw(desk: Desk, report: Report) -> Receipt:
    """Withdraw a report."""
    return desk.house.partners.apply(ch.WithdrawReport.removing(report), by=desk.actor.account)


@needs("network.edit")
def add_relation(desk: Desk, *, side: str, other: str, kind: str, since: date | None = None) -> Receipt:
    """Note a relation other than the level.

    Raises
    ------
    InputError
        There is no such kind, or both sides are the same.
    """
    if kind not in RELATION_KINDS or side == other:
        raise InputError("A relation has a kind and two sides.")
    relation = Relation(from_=side, to=other, kind=kind, since=since)
    return desk.house.partners.apply(ch.AddRelation.adding(relation), by=desk.actor.account)


@needs("network.edit")
def remove_relation(desk: Desk, relation: Relation) -> Receipt:
    """Take a relation away."""
    return desk.house.partners.apply(ch.RemoveRelation.removing(relation), by=desk.actor.account)


#: what one works on in the network; undo looks at these alone
_KINDS: Final = frozenset(
    {"ReportCooperation", "CorrectReport", "WithdrawReport", "AddRelation", "RemoveRelation", "SetRelation"}
)


def _own(desk: Desk) -> Steps:
    log: list[Recorded] = desk.house.partners.changes(by=desk.actor.account)
    return steps_of([c for c in log if c.kind in _KINDS])


@needs("network.edit")
def network_steps(desk: Desk) -> Steps:
    """Give what the actor can undo and redo in the network."""
    return _own(desk)


@needs("network.edit")
def undo_in_network(desk: Desk, *, redo: bool = False) -> Receipt | None:
    """Take back one's last change of the network (or bring it back).

    Raises
    ------
    Conflict
        Somebody changed the same thing since.
    """
    steps = _own(desk)
    side = steps.redo if redo else steps.undo
    return take_back(desk, side[-1], room=Room.PARTNERS) if side else None


# who must talk to whom


@dataclass(frozen=True, slots=True)
class Talk:
    """Two organisations that should talk, and why.

    Attributes
    ----------
    subject
        Stable key under which remarks are kept.
    status
        ``open``, ``done`` or ``postponed``.
    """

    a: str
    b: str
    reason: str
    text: Message
    subject: str
    status: str = "open"
    look_again_on: date | None = None


REASONS: Final[Mapping[str, str]] = {
    "contradicted": N_("they see their cooperation differently"),
    "chain": N_("a service chain breaks between them"),
    "feedback": N_("one refers, the other gives no feedback"),
    "unknown": N_("both refer to the same partners, and nobody has said how they cooperate"),
    "old": N_("the last report is older than a year"),
}


def _referral_partners(day: Day) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for relation in day.relations:
        if relation.kind == "refers":
            found.setdefault(relation.from_, set()).add(relation.to)
            found.setdefault(relation.to, set()).add(relation.from_)
    return found


def worth_asking(day: Day, *, scale: str = DEFAULT_SCALE) -> list[tuple[str, str, str]]:
    """Give the pairs worth asking (a, b, reason): contradicted, unknown between co-referrers, old."""
    pairs = pairs_of(day, scale=scale)
    found: dict[tuple[str, str], str] = {}
    for key, pair in pairs.items():
        if pair.state == CONTRADICTED:
            found[key] = "contradicted"
    partners = _referral_partners(day)
    together: Counter[tuple[str, str]] = Counter()
    for friends in partners.values():
        ordered = sorted(friends)
        for i, a in enumerate(ordered):
            for b in ordered[i + 1 :]:
                together[a, b] += 1
    for key, count in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        if count >= 2 and key not in pairs and key not in found:
            found[key] = "unknown"
    for key, pair in pairs.items():
        if key not in found and day.day - pair.newest > OLD_AFTER:
            found[key] = "old"
    return [(a, b, reason) for (a, b), reason in found.items()]


@needs("network.read")
def talks(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> list[Talk]:
    """Give who must talk to whom, each with its reason; done and postponed ones are marked."""
    found: dict[tuple[str, str, str], None] = {}
    for a, b, reason in worth_asking(day, scale=scale):
        found[a, b, reason] = None
    for chain in chains_of(day, scale=scale):
        by_position = {s.position: s for s in chain.steps}
        ordered = sorted(by_position)
        for gap in chain.breaks:
            if gap.reason == "no_provider" or gap.after not in by_position:
                continue
            following = ordered[ordered.index(gap.after) + 1]
            first = sorted({day.services[s].organisation for s in by_position[gap.after].services})
            second = sorted({day.services[s].organisation for s in by_position[following].services})
            a, b = sorted((first[0], second[0]))
            found[a, b, "chain"] = None
    ways = Ways(day)
    tells = {(r.from_, r.to) for r in day.relations if r.kind == "feeds_back"}
    for relation in day.relations:
        if relation.kind == "refers" and relation.from_ in day.jobcenters:
            owed = [
                s
                for s in day.services.values()
                if s.organisation == relation.to and any(ways.owes_feedback(s, n) for n in s.needs)
            ]
            if owed and (relation.to, relation.from_) not in tells:
                a, b = sorted((relation.from_, relation.to))
                found[a, b, "feedback"] = None
    remarks = _remarks(desk)
    return [_talk(a, b, reason, remarks) for a, b, reason in sorted(found, key=_urgency)]


def _urgency(key: tuple[str, str, str]) -> tuple[int, str, str]:
    return list(REASONS).index(key[2]), key[0], key[1]


def _remarks(desk: Desk) -> Mapping[str, Remark]:
    rows = desk.house.partners.load("remarks")["remarks"]
    newest: dict[str, Remark] = {}
    for remark in sorted((Remark.of_stored(r) for r in rows), key=lambda r: r.at):
        newest[remark.subject] = remark
    return newest


def _talk(a: str, b: str, reason: str, remarks: Mapping[str, Remark]) -> Talk:
    subject = f"talk:{reason}:{a}|{b}"
    remark = remarks.get(subject)
    status = remark.kind if remark is not None and remark.kind in ("done", "postponed") else "open"
    again = remark.look_again_on if remark else None
    return Talk(a, b, reason, message(REASONS[reason]), subject, status, again)


@needs("network.edit")
def mark_talk(desk: Desk, subject: str, status: str, *, text: str | None = None, until: date | None = None) -> Receipt:
    """Mark a talk as done, or postpone it; kept with who and when.

    Raises
    ------
    InputError
        The status is unknown.
    """
    if status not in ("done", "postponed", "note"):
        raise InputError("'{status}' is no status of a talk.", status=status)
    remark = Remark(
        id=new_id(),
        subject=subject,
        kind=status,
        text=text,
        look_again_on=until,
        by=desk.actor.account,
        at=desk.house.clock(),
    )
    return desk.house.partners.apply(ch.AddRemark.adding(remark), by=desk.actor.account)


# overlap and agreements


@dataclass(frozen=True, slots=True)
class Overlap:
    """Several providers of the same type of service for the same group in the same area."""

    service_type: str
    target_group: str | None
    area: str
    services: tuple[str, ...]
    organisations: tuple[str, ...]


@needs("network.read")
def overlaps(desk: Desk, day: Day) -> list[Overlap]:
    """Describe where several providers offer the same; neither judged nor ranked."""
    tree = AreaTree(day.district.areas)
    groups: dict[tuple[str, str | None, str], list[str]] = {}
    for service in day.services.values():
        if service.service_type is None:
            continue
        kind = day.code("service_types", service.service_type)
        targets: Sequence[str | None] = [day.code("target_groups", g) for g in service.target_groups] or [None]
        for area in served_areas(day, tree, service):
            for target in targets:
                groups.setdefault((kind, target, area), []).append(service.id)
    found = []
    for (kind, target, area), services in sorted(groups.items(), key=lambda g: (g[0][0], g[0][1] or "", g[0][2])):
        organisations = tuple(sorted({day.services[s].organisation for s in services}))
        if len(organisations) > 1:
            found.append(Overlap(kind, target, area, tuple(sorted(services)), organisations))
    return found


@needs("network.read")
def expiring_agreements(desk: Desk, day: Day, *, days: int = 180) -> list[str]:
    """Give the agreements in force that end within so many days."""
    last = day.day + timedelta(days=days)
    return [i for i, a in sorted(day.agreements.items()) if a.until is not None and a.until <= last]


@needs("network.read")
def single_points(desk: Desk, day: Day) -> list[str]:
    """Give the agreements that name a coordinator but no deputy."""
    return [i for i, a in sorted(day.agreements.items()) if a.coordinator and not a.deputy]
