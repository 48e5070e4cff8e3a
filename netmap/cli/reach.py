"""``netmap reach``, ``netmap siting`` and ``netmap segregation``: files in, answer out."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from netmap.cli.output import Answer, table
from netmap.errors import CallError, Fault
from netmap.messages import N_, message, plural, text

if TYPE_CHECKING:
    from netmap.analysis.siting import Siting, SitingProblem
    from netmap.cli import Commands

#: how many notices are shown before the rest is only counted
_NOTICES = 20


def register(commands: Commands) -> None:
    """Add the commands."""
    reach = commands.add("reach", run=run_reach, summary=N_("supply within reach of areas: 2SFCA, E2SFCA"))
    reach.add_argument("demand", metavar="DEMAND", help=N_("CSV area,people"))
    reach.add_argument("supply", metavar="SUPPLY", help=N_("CSV place,capacity"))
    reach.add_argument("travel", metavar="TRAVEL", help=N_("CSV area,place,cost; a missing pair is unreachable"))
    reach.add_argument("--within", metavar="MIN", type=_limit, required=True, help=N_("in reach is cost <= MIN"))
    reach.add_argument("--bands", metavar="a,b,c", type=_numbers, help=N_("upper edges of bands, ascending"))
    reach.add_argument("--weights", metavar="x,y,z", type=_numbers, help=N_("one weight for each band"))

    siting = commands.add("siting", run=run_siting, summary=N_("which places serve people best"))
    siting.add_argument("demand", metavar="DEMAND", help=N_("CSV area,people"))
    siting.add_argument("sites", metavar="SITES", help=N_("CSV place[,fixed]; fixed is yes or empty"))
    siting.add_argument("travel", metavar="TRAVEL", help=N_("CSV area,place,cost; a missing pair is unreachable"))
    siting.add_argument("--objective", required=True, choices=("mclp", "lscp", "p-median", "p-center"))
    siting.add_argument("--count", metavar="P", type=_count, help=N_("number of sites; lscp: at most so many"))
    siting.add_argument("--within", metavar="S", type=_limit, help=N_("limit; needed for mclp and lscp"))
    siting.add_argument("--seconds", type=_limit, default=30.0, help=N_("stop proving after this time (default 30)"))

    apart = commands.add("segregation", run=run_segregation, summary=N_("dissimilarity, isolation, exposure"))
    apart.add_argument("file", metavar="FILE", help=N_("CSV, one row for each area"))
    apart.add_argument("--group", metavar="COL", required=True, help=N_("column of the group"))
    against = apart.add_mutually_exclusive_group(required=True)
    against.add_argument("--reference", metavar="COL", help=N_("column of those compared with"))
    against.add_argument("--total", metavar="COL", help=N_("column of everybody; reference = total - group"))


def run_reach(arguments: argparse.Namespace) -> Answer:
    """Compute access of areas and ratios of places."""
    from netmap.analysis.reach import check_bands, reach
    from netmap.analysis.travel import Travel
    from netmap.exchange.accessfiles import read_reach_files

    bands, weights = arguments.bands or (), arguments.weights or ()
    if faults := check_bands(bands, weights):
        raise CallError("Bands and weights do not fit.", faults=[_option(f) for f in faults])
    files = read_reach_files(arguments.demand, arguments.supply, arguments.travel)
    _tell((*files.notices, *_band_notices(arguments.within, bands)))
    ways = files.ways
    sizes = len(files.demand.areas), len(files.supply.places)
    travel = Travel(ways.area, ways.place, ways.cost, *sizes)
    found = reach(
        files.demand.people,
        files.supply.capacity,
        travel,
        within=arguments.within,
        bands=bands,
        weights=weights,
    )
    people, access = found.people.tolist(), found.access.tolist()
    heads, ratios = found.people_in_reach.tolist(), found.ratio.tolist()
    areas = [
        {"area": area, "people": _plain(p), "access": a}
        for area, p, a in zip(files.demand.areas, people, access, strict=True)
    ]
    places = [
        {"place": place, "people_in_reach": _plain(h), "ratio": r}
        for place, h, r in zip(files.supply.places, heads, ratios, strict=True)
    ]
    without = _plain(found.people_without_access)

    def render() -> str:
        alone = travel.within(arguments.within).per_area() == 0
        return "\n\n".join(
            (
                table(
                    [text("area"), text("people"), text("access")],
                    [(a["area"], a["people"], _short(a["access"])) for a in areas],
                ),
                table(
                    [text("place"), text("people in reach"), text("capacity per person")],
                    [(p["place"], p["people_in_reach"], _short(p["ratio"])) for p in places],
                ),
                text(
                    "Without access: {people} of {total} people; {alone} of them reach no place at all.",
                    people=without,
                    total=_plain(math.fsum(people)),
                    alone=_plain(math.fsum(found.people[alone])),
                ),
            )
        )

    return Answer({"areas": areas, "people_without_access": without, "places": places}, render)


def run_siting(arguments: argparse.Namespace) -> Answer:
    """Choose sites by one of four objectives."""
    from netmap.analysis.siting import SitingProblem, site
    from netmap.analysis.travel import Travel
    from netmap.exchange.accessfiles import read_siting_files

    if arguments.objective != "lscp" and arguments.count is None:
        raise CallError("{objective} needs a number of sites: --count.", objective=arguments.objective)
    if arguments.objective in ("mclp", "lscp") and arguments.within is None:
        raise CallError("{objective} needs a limit: --within.", objective=arguments.objective)
    files = read_siting_files(arguments.demand, arguments.sites, arguments.travel)
    _tell(files.notices)
    ways = files.ways
    problem = SitingProblem(
        files.demand.areas,
        files.demand.people,
        files.sites.places,
        files.sites.fixed,
        Travel(ways.area, ways.place, ways.cost, len(files.demand.areas), len(files.sites.places)),
    )
    found = site(
        problem,
        objective=arguments.objective,
        count=arguments.count,
        within=arguments.within,
        seconds=arguments.seconds,
    )
    covered = None
    if arguments.within is not None:
        covered = _plain(problem.people_within(found.chosen(problem), arguments.within))
    data = {
        "objective": found.objective,
        "value": _plain(found.value),
        "sites": [problem.places[at] for at in found.sites.tolist()],
        "people_covered": covered,
        "people_total": _plain(problem.people_total),
        "proven_optimal": found.proven_optimal,
        "bound": _plain(found.bound),
    }
    return Answer(data, lambda: _render_siting(problem, found, data, arguments.within))


def _render_siting(problem: SitingProblem, found: Siting, data: dict[str, Any], within: float | None) -> str:
    from netmap.analysis.siting import alternatives, contributions

    lines = [_value_sentence(data), _proof_sentence(data)]
    if within is not None:
        lines.append(
            text(
                "Within {within}: {covered} of {total} people.",
                within=_plain(within),
                covered=data["people_covered"],
                total=data["people_total"],
            )
        )
    shares = contributions(problem, found, within=within)
    head = [text("site"), text("fixed"), text("people nearest"), text("lost without it")]
    rows = [
        [
            problem.places[share.place],
            text("yes") if share.fixed else "",
            _plain(share.people_nearest),
            _plain(share.added),
        ]
        for share in shares
    ]
    if within is not None:
        head[3:3] = [text("people within"), text("only here")]
        for row, share in zip(rows, shares, strict=True):
            row[3:3] = [_plain(share.people_within), _plain(share.people_only_here)]
    parts = ["\n".join(lines), table(head, rows)]
    others = alternatives(problem, found, within=within)
    if others:
        head = [text("instead of"), text("take"), text("value then")]
        swaps = [(problem.places[o.out], problem.places[o.into], _plain(o.value)) for o in others]
        parts.append(text("Next best with one site changed:") + "\n" + table(head, swaps))
    return "\n\n".join(parts)


def _value_sentence(data: dict[str, Any]) -> str:
    if data["objective"] == "mclp":
        return text("People covered (mclp): {value}.", value=data["value"])
    if data["objective"] == "lscp":
        return text("Sites needed to cover every area (lscp): {value}.", value=data["value"])
    if data["objective"] == "p-median":
        return text("People × cost to the nearest site (p-median): {value}.", value=data["value"])
    return text("Largest cost to the nearest site (p-center): {value}.", value=data["value"])


def _proof_sentence(data: dict[str, Any]) -> str:
    if data["proven_optimal"]:
        return text("Proven: no other choice is better.")
    return text("Not proven to be the best; no choice is better than {bound}.", bound=data["bound"])


def run_segregation(arguments: argparse.Namespace) -> Answer:
    """Compute the three indices."""
    from netmap.analysis.segregation import segregation
    from netmap.analysis.sums import is_total
    from netmap.exchange.groupcounts import read_group_counts
    from netmap.usecases.smallareas import without_total

    columns = {"reference": arguments.reference, "total": arguments.total}
    counts = without_total(read_group_counts(arguments.file, group=arguments.group, **columns, is_sum=is_total))
    _tell(counts.notices)
    if arguments.total is None:
        found = segregation(counts.group, reference=counts.other)
    else:
        found = segregation(counts.group, total=counts.other)
    data = {
        "dissimilarity": found.dissimilarity,
        "isolation": found.isolation,
        "exposure": found.exposure,
        "areas": found.areas,
        "group": _plain(found.group),
        "reference": _plain(found.reference),
    }
    against = arguments.reference or text("{total} without {group}", total=arguments.total, group=arguments.group)

    def render() -> str:
        rows = [
            (text("dissimilarity D"), _short(found.dissimilarity)),
            (text("isolation"), _short(found.isolation)),
            (text("exposure"), _short(found.exposure)),
            (text("areas"), found.areas),
            (text("group: {name}", name=arguments.group), data["group"]),
            (text("reference: {name}", name=against), data["reference"]),
        ]
        return table([text("figure"), text("value")], rows)

    return Answer(data, render)


def _tell(notices: Sequence[Fault]) -> None:
    """Write to standard error how the files were read."""
    for notice in notices[:_NOTICES]:
        print(notice, file=sys.stderr)
    rest = len(notices) - _NOTICES
    if rest > 0:
        print(plural("… and {count} more notice", "… and {count} more notices", rest), file=sys.stderr)


def _band_notices(within: float, bands: Sequence[float]) -> tuple[Fault, ...]:
    if not bands or bands[-1] == within:
        return ()
    if bands[-1] < within:
        said = message(
            "who is within {within}, but beyond the last band ({last}), is in reach and weighs 0",
            within=_plain(within),
            last=_plain(bands[-1]),
        )
    else:
        said = message(
            "bands reach to {last}, but nothing beyond {within} is in reach",
            last=_plain(bands[-1]),
            within=_plain(within),
        )
    return (Fault("--bands", said),)


def _option(fault: Fault) -> Fault:
    return Fault(f"--{fault.where}", fault.message)


def _plain(number: float) -> float | int:
    """Give a whole number as one; others as they are."""
    return int(number) if math.isfinite(number) and number == int(number) else number


def _short(number: float | None) -> str | None:
    """Give a share or ratio with six digits that count."""
    return None if number is None or not math.isfinite(number) else f"{number:.6g}"


def _numbers(words: str) -> tuple[float, ...]:
    """Read ``10,20,30``; with semicolons between them also ``7,5;15``."""
    separator = ";" if ";" in words else ","
    return tuple(_limit(word) for word in words.split(separator))


def _limit(word: str) -> float:
    from netmap.exchange.numbers import parse_number

    try:
        number = parse_number(word)
    except ValueError:
        raise argparse.ArgumentTypeError(text("'{value}' is not a number", value=word)) from None
    if number < 0:
        raise argparse.ArgumentTypeError(text("{value} is negative; that cannot be", value=word))
    return number


def _count(word: str) -> int:
    if not word.strip().isdecimal():
        raise argparse.ArgumentTypeError(text("'{value}' is not a whole number of sites", value=word))
    return int(word)
