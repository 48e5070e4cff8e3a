"""``netmap gaps`` and ``netmap needs pairs``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from netmap.cli.asked import asked_day, asked_minutes
from netmap.cli.context import desk_of
from netmap.cli.days import add_day
from netmap.cli.gapdata import gap_dict
from netmap.cli.output import Answer, table
from netmap.messages import N_, plural, text
from netmap.model.entries import DEFAULT_SCALE

if TYPE_CHECKING:
    from netmap.analysis.day import Day
    from netmap.analysis.gaps import GapReport
    from netmap.cli import Commands


def register(commands: Commands) -> None:
    """Add the commands."""
    gaps = commands.add("gaps", run=run_gaps, summary=N_("where need is not met"))
    add_day(gaps)
    gaps.add_argument("--area", metavar="ID", help=N_("rows of this area and of what lies in it"))
    gaps.add_argument("--town-limit", metavar="MIN")
    gaps.add_argument("--country-limit", metavar="MIN")
    gaps.add_argument("--mode", metavar="M", help=N_("travel lines of this mode alone"))
    pairs = commands.add(
        "needs", "pairs", run=run_pairs, summary=N_("needs that come together, and who works together")
    )
    add_day(pairs)
    pairs.add_argument("--scale", default=DEFAULT_SCALE, help=N_("scale of levels (default: oberhausen)"))


def run_gaps(arguments: argparse.Namespace) -> Answer:
    """Judge all rows of demand."""
    from netmap.usecases.network import day_at
    from netmap.usecases.planning import gaps_of

    with desk_of(arguments) as desk:
        on = asked_day(arguments, desk)
        report = gaps_of(
            desk,
            on=on,
            area=arguments.area,
            town_limit=asked_minutes(arguments.town_limit),
            country_limit=asked_minutes(arguments.country_limit),
            mode=arguments.mode,
        )
        day = day_at(desk, on)
    for warning in report.warnings:
        print(warning, file=sys.stderr)
    return Answer(gap_data(report), lambda: _render(report, day))


def run_pairs(arguments: argparse.Namespace) -> Answer:
    """Give need pairs through the release gate."""
    from netmap.usecases.needs import need_pairs
    from netmap.usecases.network import day_at

    with desk_of(arguments) as desk:
        found = need_pairs(desk, on=asked_day(arguments, desk), scale=arguments.scale)
        label = day_at(desk, found.released.on).vocabulary["needs"].label_of
    released = found.released
    pairs: list[dict[str, Any]] = [
        {
            "needs": list(p.needs),
            "cases": released.pairs[p.needs],
            "same_provider": p.same_provider,
            "provider_pairs": p.provider_pairs,
            "connected": p.connected,
            "contradicted": p.contradicted,
            "unknown": p.unknown,
            "zero": p.zero,
            "older_than_two_years": p.older_than_two_years,
        }
        for p in found.providers
    ]
    data = {
        "as_of": released.on,
        "cases": released.cases,
        "pairs": pairs,
        "threshold": released.threshold,
        "protocol": [str(m) for m in released.protocol],
    }

    def render() -> str:
        head = [
            text("needs"),
            text("cases"),
            text("provider pairs"),
            text("connected"),
            text("contradicted"),
            text("unknown"),
            text("not working together"),
        ]
        rows = [
            [
                " + ".join(label(n) for n in p["needs"]),
                p["cases"],
                p["provider_pairs"],
                p["connected"],
                p["contradicted"],
                p["unknown"],
                p["zero"],
            ]
            for p in pairs
        ]
        return "\n\n".join([table(head, rows), "\n".join(str(m) for m in released.protocol)])

    return Answer(data, render)


def gap_data(report: GapReport) -> dict[str, object]:
    """Give a gap report as the contract's JSON."""
    limits = report.limits
    return {
        "as_of": report.as_of,
        "limits": {
            "town": limits.town,
            "country": limits.country,
            "wait_days": limits.wait_days,
            "expiring_days": limits.expiring_days,
            "stale_days": limits.stale_days,
        },
        "rows": report.rows,
        "gaps": [gap_dict(gap) for gap in report.gaps],
        "warnings": [str(w) for w in report.warnings],
    }


def _render(report: GapReport, day: Day) -> str:
    from netmap.usecases.planning_report import whom

    label = day.vocabulary["needs"].label_of
    head = [text("area"), text("need"), text("whom"), text("gap"), text("certainty"), text("people"), text("reason")]
    rows = [
        [
            f"{g.row.area} {day.district.areas[g.row.area].name}",
            label(g.row.need),
            whom(g.row, day),
            day.vocabulary["gap_kinds"][g.kind].label,
            day.vocabulary["certainties"][g.certainty.word].label,
            f"{g.people[0]}–{g.people[1]}",
            " ".join(str(r) for r in g.reasons),
        ]
        for g in report.gaps
    ]
    summary = plural("{count} row judged on {day}", "{count} rows judged on {day}", count=report.rows, day=report.as_of)
    return f"{table(head, rows)}\n\n{summary}"
