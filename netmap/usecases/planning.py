"""What planners ask: where need is not met, under which limits, on which day, and what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from netmap.analysis.day import Day
from netmap.analysis.gaps import Gap, GapReport, Limits, find_gaps, row_key
from netmap.analysis.gaps.access import NeedAccess, need_access, needs_judged
from netmap.analysis.gaps.compare import GapChanges, compare_gaps
from netmap.analysis.gaps.presence import Presence, where_to_be
from netmap.analysis.gaps.reach import travel_modes
from netmap.analysis.gaps.trial import Trial, tried
from netmap.bootstrap import House
from netmap.errors import CallError
from netmap.model.changes import AddRemark, Receipt
from netmap.model.ids import new_id
from netmap.model.openinghours import Window
from netmap.model.partners import Demand, Remark
from netmap.model.tables import Room
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network import day_at
from netmap.usecases.undo import own_steps, take_back

#: what planners add to a gap
REMARK_KINDS: Final = ("note", "explained", "decided", "postponed")


@needs("planning.read")
def modes_of(desk: Desk) -> dict[str, str]:
    """Name the means of travel that the travel file has lines for, by code."""
    day = day_at(desk, desk.house.today())
    return {code: day.vocabulary["travel_modes"].label_of(code) for code in travel_modes(day)}


@needs("planning.read")
def gaps_of(
    desk: Desk,
    *,
    on: date,
    area: str | None = None,
    town_limit: float | None = None,
    country_limit: float | None = None,
    mode: str | None = None,
    wait_days: int | None = None,
    expiring_days: int | None = None,
    stale_days: int | None = None,
) -> GapReport:
    """Judge all rows of demand on a day.

    Raises
    ------
    CallError
        There is no such area, or a limit is not a number above 0.
    """
    district = desk.house.district()
    if area is not None and area not in district.areas:
        raise CallError("There is no area '{id}'.", id=area)
    limits = limits_of(
        desk,
        town=town_limit,
        country=country_limit,
        mode=mode,
        wait_days=wait_days,
        expiring_days=expiring_days,
        stale_days=stale_days,
    )
    return _judged(desk.house, on, limits, area=area)


def judge_ahead(house: House) -> None:
    """Judge today under the usual limits before the first planner asks; nothing is told to anybody."""
    _judged(house, house.today(), _usual_limits(house))


def _judged(house: House, on: date, limits: Limits, *, area: str | None = None) -> GapReport:
    """Judge a day, once as long as the district stays as it is."""
    district, vocabulary = house.district(), house.vocabulary
    return district.derived(
        "gaps", (on, limits, area, vocabulary), lambda: find_gaps(district, on, vocabulary, limits=limits, area=area)
    )


@needs("planning.read")
def limits_of(
    desk: Desk,
    *,
    town: float | None = None,
    country: float | None = None,
    mode: str | None = None,
    wait_days: int | None = None,
    expiring_days: int | None = None,
    stale_days: int | None = None,
) -> Limits:
    """Give the limits: what is asked for, else the house's.

    Raises
    ------
    CallError
        A limit is not a number above 0.
    """
    usual = _usual_limits(desk.house)
    found = Limits(
        town=usual.town if town is None else town,
        country=usual.country if country is None else country,
        wait_days=usual.wait_days if wait_days is None else wait_days,
        expiring_days=usual.expiring_days if expiring_days is None else expiring_days,
        stale_days=usual.stale_days if stale_days is None else stale_days,
        mode=mode,
    )
    for limit in (found.town, found.country):
        if not 0 < limit < float("inf"):
            raise CallError("A limit is a number of minutes above 0, not {value}.", value=limit)
    return found


def _usual_limits(house: House) -> Limits:
    return Limits(town=house.settings.town_limit, country=house.settings.country_limit)


@needs("planning.read")
def changes_between(desk: Desk, *, earlier: date, later: date, limits: Limits) -> GapChanges:
    """Compare the gaps of two days under the same limits."""
    before, after = (_judged(desk.house, on, limits) for on in sorted((earlier, later)))
    return compare_gaps(before, after)


@needs("planning.read")
def what_would_be(desk: Desk, trial: Trial, *, on: date, limits: Limits) -> tuple[GapReport, GapReport, GapChanges]:
    """Judge a day as it is and as it would be, and compare."""
    before = _judged(desk.house, on, limits)
    after, _ = _if(desk, trial, on, limits)
    return before, after, compare_gaps(before, after)


@needs("planning.read")
def access_if(desk: Desk, trial: Trial, *, on: date, limits: Limits) -> tuple[tuple[NeedAccess, NeedAccess], ...]:
    """Give the access as it is and as it would be, for each need of a service that closes or opens."""
    day, before = day_at(desk, on), _judged(desk.house, on, limits)
    after, then = _if(desk, trial, on, limits)
    touched = [*(day.services[i] for i in trial.closing if i in day.services), *trial.opening]
    judged = set(needs_judged(before))
    wanted = sorted({day.code("needs", n) for s in touched for n in s.needs} & judged)
    return tuple((need_access(before, day, n), need_access(after, then, n)) for n in wanted)


def _if(desk: Desk, trial: Trial, on: date, limits: Limits) -> tuple[GapReport, Day]:
    """Judge a day as it would be, once for each trial."""
    day, vocabulary = day_at(desk, on), desk.house.vocabulary

    def made() -> tuple[GapReport, Day]:
        then = Day(tried(day, trial), on, day.vocabulary)
        return find_gaps(then.district, on, vocabulary, limits=limits), then

    return day.district.derived("trial", (trial, on, limits, vocabulary), made)


@needs("planning.read")
def access_to(
    desk: Desk,
    need: str,
    *,
    on: date,
    limits: Limits,
    with_capacity: bool = True,
    language: str | None = None,
    during: Window | None = None,
    weights: Sequence[float] = (),
) -> NeedAccess:
    """Give the access of all rows of a need.

    ``during`` is a time of the week, one of :data:`netmap.model.openinghours.WINDOWS` or any other; ``weights``,
    one for each band of distance, make it the enhanced form (:data:`netmap.analysis.gaps.access.BAND_WEIGHTS`).
    """
    day = day_at(desk, on)
    return need_access(
        _judged(desk.house, on, limits),
        day,
        need,
        with_capacity=with_capacity,
        language=language,
        during=during,
        weights=weights,
    )


@needs("planning.read")
def presence_at(
    desk: Desk,
    *,
    on: date,
    need: str | None,
    limits: Limits,
    objective: str = "mclp",
    count: int | None = 2,
    candidates: Sequence[str] | None = None,
    fixed: Sequence[str] = (),
    stops: Sequence[str] = (),
) -> Presence:
    """Choose rooms to be present in; protected places are never among them.

    Raises
    ------
    InfeasibleError
        Somebody cannot be reached whatever is chosen, or the number is too small.
    """
    day: Day = day_at(desk, on)
    chosen = tuple(candidates) if candidates is not None else None

    def made() -> Presence:
        return where_to_be(
            day,
            need,
            objective=objective,
            count=count,
            candidates=chosen,
            fixed=fixed,
            stops=stops,
            limits=limits,
        )

    asked = (on, need, objective, count, chosen, tuple(fixed), tuple(stops), limits, desk.house.vocabulary)
    return day.district.derived("presence", asked, made)


# what planners add


def subject_of(gap: Gap | Demand, kind: str | None = None) -> str:
    """Give the stable name of a gap, under which remarks are kept."""
    row = gap.row if isinstance(gap, Gap) else gap
    what = gap.kind if isinstance(gap, Gap) else kind
    area, need, group, language, requires = row_key(row)
    return "gap:" + "/".join((area, need, group, language, ";".join(requires), what or ""))


@needs("planning.read")
def remarks_on_gaps(desk: Desk) -> Mapping[str, Sequence[Remark]]:
    """Give all remarks on gaps, by subject, newest first."""
    found: dict[str, list[Remark]] = {}
    for row in desk.house.partners.load("remarks")["remarks"]:
        if row["subject"].startswith("gap:"):
            found.setdefault(row["subject"], []).append(Remark.of_stored(row))
    return {s: sorted(r, key=lambda x: x.at, reverse=True) for s, r in found.items()}


@needs("planning.edit")
def note_gap(desk: Desk, subject: str, *, kind: str, text: str | None, look_again_on: date | None = None) -> Receipt:
    """Add a remark to a gap: a note, an explanation, a decision, a day to look again.

    Raises
    ------
    CallError
        There is no such kind, or nothing is said.
    """
    if kind not in REMARK_KINDS:
        raise CallError("There is no kind of remark '{kind}'.", kind=kind)
    if not (text or "").strip() and look_again_on is None:
        raise CallError("Write a sentence, or choose a day to look again.")
    made = Remark(
        id=new_id(),
        subject=subject,
        kind=kind,
        text=(text or "").strip() or None,
        look_again_on=look_again_on,
        by=desk.actor.account,
        at=desk.house.clock(),
    )
    return desk.house.partners.apply(AddRemark.adding(made), by=desk.actor.account)


@needs("planning.edit")
def undo_note(desk: Desk, subject: str, *, redo: bool = False) -> Receipt | None:
    """Take back one's last remark on a gap (or bring it back); ``None`` if there is nothing to."""
    steps = own_steps(desk, f"remark:{subject}")
    side = steps.redo if redo else steps.undo
    return take_back(desk, side[-1], room=Room.PARTNERS).receipt if side else None


@needs("planning.edit")
def note_steps(desk: Desk, subject: str) -> tuple[bool, bool]:
    """Tell whether there is anything to undo and to redo on a gap."""
    steps = own_steps(desk, f"remark:{subject}")
    return bool(steps.undo), bool(steps.redo)
