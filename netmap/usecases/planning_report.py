"""The report for the Kreisausschuss: what was found, how sure it is, how it was made, and who is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps import KINDS, Certainty, Gap, GapReport, Limits, row_key, shown_count, shown_people
from netmap.analysis.gaps.access import NeedAccess, need_access, needs_judged
from netmap.exchange.district.read import Progress
from netmap.exchange.figures import FigureColumn, FigureTable, Value
from netmap.messages import plural, text
from netmap.model.partners import Demand, Remark
from netmap.usecases.case_tables import quarter_table, resource_table, triple_table
from netmap.usecases.desk import Desk, needs
from netmap.usecases.needs import NeedPairs, need_pairs
from netmap.usecases.network import day_at
from netmap.usecases.planning import gaps_of, remarks_on_gaps, subject_of
from netmap.usecases.quarters import ReleasedQuarters, released_quarters


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures of an area and of its parts that cannot both be right."""

    area: str
    need: str
    whole: tuple[int, int]
    parts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanningFigures:
    """Everything the report is made of; figures from cases only as the gate released them."""

    on: date
    day: Day
    gaps: GapReport
    access: tuple[NeedAccess, ...]
    pairs: NeedPairs
    quarters: ReleasedQuarters
    disagreements: tuple[Disagreement, ...]
    remarks: Mapping[str, Sequence[Remark]]

    @property
    def title(self) -> str:
        """The name of the district."""
        tree = AreaTree(self.day.district.areas)
        return " · ".join(self.day.district.areas[a].name for a in tree.roots)

    def count(self, kind: str | None = None, certainty: Certainty | None = None) -> int:
        """Count gaps."""
        return sum(
            (kind is None or g.kind == kind) and (certainty is None or g.certainty is certainty) for g in self.gaps.gaps
        )

    @property
    def not_recorded(self) -> int:
        """How many pairs of need and area nobody gave a figure for, among those that occur at all."""
        seen = {(k[0], k[1]) for k in self.gaps.checked}
        return len({a for a, _ in seen}) * len({n for _, n in seen}) - len(seen)


@needs("planning.release")
def planning_figures(
    desk: Desk, *, on: date, limits: Limits, progress: Progress = lambda fraction, text: None
) -> PlanningFigures:
    """Gather what the report tells."""
    day = day_at(desk, on)
    report = gaps_of(
        desk,
        on=on,
        town_limit=limits.town,
        country_limit=limits.country,
        mode=limits.mode,
        wait_days=limits.wait_days,
        expiring_days=limits.expiring_days,
        stale_days=limits.stale_days,
    )
    return PlanningFigures(
        on,
        day,
        report,
        tuple(need_access(report, day, n) for n in needs_judged(report)),
        need_pairs(desk, on=on),
        released_quarters(desk, on=on, progress=progress),
        disagreements(day),
        remarks_on_gaps(desk),
    )


def disagreements(day: Day) -> tuple[Disagreement, ...]:
    """Find areas whose figure cannot be the sum of all their parts' figures; shown, not hidden.

    Only rows for everybody are compared, and only where every area directly below has one.
    """
    tree = AreaTree(day.district.areas)
    plain: dict[tuple[str, str], Demand] = {
        (r.area, r.need): r for r in day.demand if not (r.target_group or r.language or r.requires)
    }
    found = []
    for (area, need), row in sorted(plain.items()):
        below = [plain.get((part, need)) for part in tree.children[area]]
        known = [b for b in below if b is not None]
        if not below or len(known) < len(below):
            continue
        low, high = sum(b.people_low for b in known), sum(b.people_high for b in known)
        if low > row.people_high or high < row.people_low:
            found.append(Disagreement(area, need, (row.people_low, row.people_high), (low, high)))
    return tuple(found)


# the tables, for people and for programs alike


def figure_tables(figures: PlanningFigures) -> tuple[FigureTable, ...]:
    """Give every table of the report."""
    vocabulary, district = figures.day.vocabulary, figures.day.district
    return (
        _gap_table(figures),
        _access_table(figures),
        _pair_table(figures),
        triple_table(figures.pairs.released, vocabulary),
        quarter_table(figures.quarters, vocabulary, district),
        resource_table(figures.quarters, district),
        _demand_table(figures),
    )


def _column(name: str, title: str, meaning: str) -> FigureColumn:
    return FigureColumn(name, title, meaning)


def _area(figures: PlanningFigures, area: str) -> str:
    return figures.day.district.areas[area].name


def whom(row: Demand, day: Day) -> str:
    """Say whom a row is about."""
    vocabulary = day.vocabulary
    parts = [vocabulary["target_groups"].label_of(row.target_group)] if row.target_group else []
    parts += [vocabulary["languages"].label_of(row.language)] if row.language else []
    parts += [vocabulary["features"].label_of(f) for f in row.requires]
    return ", ".join(parts) or text("everybody")


def remark_kinds() -> dict[str, str]:
    """Name the kinds of remarks."""
    return {
        "note": text("Note"),
        "explained": text("Explained"),
        "decided": text("Decided"),
        "postponed": text("Look again"),
        "done": text("Done"),
    }


def remark_words(remark: Remark) -> str:
    """Say a remark in one line: what it is, when to look again, what was written."""
    again = text(" – look again on {day}", day=f"{remark.look_again_on:%d.%m.%Y}") if remark.look_again_on else ""
    return f"{remark_kinds()[remark.kind]}{again}: {remark.text or ''}".rstrip(": ")


def subject_words(subject: str, day: Day) -> str:
    """Name the gap that a remark is kept under, as a reader knows it; what is no longer there keeps its id."""
    area, need, group, language, requires, kind = subject.removeprefix("gap:").split("/")
    needed = tuple(r for r in requires.split(";") if r)
    row = Demand(
        area=area, need=need, target_group=group or None, language=language or None, requires=needed,
        people_low=0, people_high=0,
    )  # fmt: skip
    there = day.district.areas.get(area)
    vocabulary = day.vocabulary
    words = [there.name if there else area, vocabulary["needs"].label_of(need), whom(row, day)]
    return " · ".join([*words, vocabulary["gap_kinds"].label_of(kind)] if kind else words)


def _gap_table(figures: PlanningFigures) -> FigureTable:
    vocabulary = figures.day.vocabulary

    def row(gap: Gap) -> tuple[Value, ...]:
        said = figures.remarks.get(subject_of(gap), ())
        return (
            _area(figures, gap.row.area),
            gap.row.area,
            vocabulary["needs"].label_of(gap.row.need),
            whom(gap.row, figures.day),
            *gap.people,
            vocabulary["gap_kinds"][gap.kind].label,
            vocabulary["certainties"][gap.certainty.word].label,
            " ".join(str(r) for r in gap.reasons),
            gap.row.source,
            gap.row.on,
            " | ".join(remark_words(r) for r in said) or None,
        )

    return FigureTable(
        "gaps",
        text("Gaps in provision"),
        (
            _column("area", text("Area"), text("name of the area")),
            _column("area_id", text("Id"), text("id of the area")),
            _column("need", text("Need"), text("what people need")),
            _column("whom", text("Whom"), text("target group, language, what is needed; otherwise everybody")),
            _column("people_low", text("at least"), text("lower end of the range; fewer than 3 people are 0 to 2")),
            _column("people_high", text("at most"), text("upper end of the range")),
            _column("kind", text("Gap"), text("kind of gap")),
            _column("certainty", text("Certainty"), text("how sure the finding is")),
            _column("reason", text("Reason"), text("why it is a gap")),
            _column("source", text("Source"), text("where the range comes from")),
            _column("on", text("Date"), text("day of the figure")),
            _column("remarks", text("Remarks"), text("what planners added")),
        ),
        tuple(row(g) for g in figures.gaps.gaps),
        text("Ranges of different rows count different people. No finding does not mean that everybody is helped."),
    )


def _access_table(figures: PlanningFigures) -> FigureTable:
    label = figures.day.vocabulary["needs"].label_of
    return FigureTable(
        "reach",
        text("Reach by need"),
        (
            _column("need", text("Need"), text("what people need")),
            _column("people", text("People (at most)"), text("upper ends of all ranges together")),
            _column(
                "people_without_access", text("Without access"), text("people who reach no usable offer with places")
            ),
            _column(
                "offers_unknown",
                text("Offers not counted"),
                text("offers within reach of which nobody knows how many places they have"),
            ),
            _column("estimated", text("Ways estimated"), text("whether any way is estimated from the distance")),
        ),
        tuple(
            (
                label(a.need),
                shown_count(a.people),
                shown_count(a.people_without),
                len(a.unknown_capacity),
                text("yes") if a.estimated else text("no"),
            )
            for a in figures.access
        ),
        text("Two-step floating catchment areas on the ways and limits of the report."),
    )


def _pair_table(figures: PlanningFigures) -> FigureTable:
    label = figures.day.vocabulary["needs"].label_of
    pairs = figures.pairs.released.pairs
    return FigureTable(
        "need_pairs",
        text("Needs that come together"),
        (
            _column("need_a", text("Need"), text("first need")),
            _column("need_b", text("and need"), text("second need")),
            _column("cases", text("Cases"), text("cases with both needs; empty: withheld")),
            _column("same_provider", text("Offer both"), text("organisations that have offers for both")),
            _column("provider_pairs", text("Provider pairs"), text("pairs of different providers")),
            _column("connected", text("connected"), text("pairs that work together, level 1 or more")),
            _column("contradicted", text("contradicted"), text("pairs whose two sides see it differently")),
            _column("unknown", text("unknown"), text("pairs nobody reported on")),
            _column("zero", text("not working together"), text("pairs reported as not working together")),
        ),
        tuple(
            (
                label(p.needs[0]),
                label(p.needs[1]),
                pairs[p.needs],
                p.same_provider,
                p.provider_pairs,
                p.connected,
                p.contradicted,
                p.unknown,
                p.zero,
            )
            for p in figures.pairs.providers
        ),
        " ".join(str(m) for m in figures.pairs.released.protocol),
    )


def _demand_table(figures: PlanningFigures) -> FigureTable:
    label = figures.day.vocabulary["needs"].label_of
    rows = sorted((c.row for c in figures.gaps.checked.values()), key=lambda r: (r.area, r.need, r.key))
    return FigureTable(
        "demand",
        text("Demand, supply, strain"),
        (
            _column("area", text("Area"), text("name of the area")),
            _column("area_id", text("Id"), text("id of the area")),
            _column("need", text("Need"), text("what people need")),
            _column("whom", text("Whom"), text("target group, language, what is needed; otherwise everybody")),
            _column("people_low", text("at least"), text("lower end of the range; fewer than 3 people are 0 to 2")),
            _column("people_high", text("at most"), text("upper end of the range")),
            _column("offers", text("Offers within reach"), text("usable offers within the limits")),
            _column(
                "places", text("Places"), text("their places for people of the SGB II, where known; shared with others")
            ),
            _column("longest_wait", text("Longest wait"), text("longest known waiting time in days")),
            _column("source", text("Source"), text("where the range comes from")),
            _column("on", text("Date"), text("day of the figure")),
        ),
        tuple(
            (
                _area(figures, r.area),
                r.area,
                label(r.need),
                whom(r, figures.day),
                *shown_people(r),
                *_supply(figures, r),
                r.source,
                r.on,
            )
            for r in rows
        ),
        text("Demand, supply and strain stand side by side; they are never one score."),
    )


def _supply(figures: PlanningFigures, row: Demand) -> tuple[int, int | None, int | None]:
    reachable = figures.gaps.checked[row_key(row)].reachable
    services = [figures.day.services[s] for s in reachable]
    known = [c for s in services if (c := s.capacity_sgb2 if s.capacity_sgb2 is not None else s.capacity) is not None]
    waits = [s.wait_days for s in services if s.wait_days is not None]
    return len(services), sum(known) if known else None, max(waits) if waits else None


def summary(figures: PlanningFigures) -> list[str]:
    """Say what was found, in sentences."""
    vocabulary = figures.day.vocabulary
    said = [
        plural(
            "{count} row of demand was judged on {day}.",
            "{count} rows of demand were judged on {day}.",
            count=figures.gaps.rows,
            day=f"{figures.on:%d.%m.%Y}",
        ),
        text(
            "{certain} gaps are certain, {possible} possible; of {unknown} it is unknown whether they are any.",
            certain=figures.count(certainty=Certainty.CERTAIN),
            possible=figures.count(certainty=Certainty.POSSIBLE),
            unknown=figures.count(certainty=Certainty.UNKNOWN),
        ),
    ]
    by_kind = Counter(g.kind for g in figures.gaps.gaps if g.certainty is Certainty.CERTAIN)
    told = [f"{vocabulary['gap_kinds'][k].label}: {by_kind[k]}" for k in KINDS if by_kind[k]]
    if told:
        said.append(text("Certain gaps by kind: {list}.", list=", ".join(told)))
    worst = [a for a in figures.access if a.people_without]
    if worst:
        names = ", ".join(f"{vocabulary['needs'].label_of(a.need)} {shown_count(a.people_without)}" for a in worst)
        said.append(text("People without access to a usable offer with places (at most): {list}.", list=names))
    said.append(text("No finding does not mean that everybody is helped: only what was recorded could be judged."))
    return said
