"""``netmap network report|what-if|chains|core`` and ``netmap agreements``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from netmap.cli.asked import asked_day
from netmap.cli.context import desk_of
from netmap.cli.days import add_day
from netmap.cli.gapdata import gap_dict
from netmap.cli.output import Answer, table
from netmap.messages import N_, text
from netmap.model.entries import DEFAULT_SCALE

if TYPE_CHECKING:
    from netmap.cli import Commands


def register(commands: Commands) -> None:
    """Add the commands."""
    report = commands.add("network", "report", run=run_report, summary=N_("who works with whom, and how far"))
    report.add_argument("--area", metavar="ID", help=N_("organisations with a service that serves any of it"))
    lost = commands.add("network", "what-if", run=run_what_if, summary=N_("what if organisations or projects vanished"))
    lost.add_argument("--without", action="append", default=[], metavar="ORG", help=N_("may be repeated"))
    lost.add_argument(
        "--without-service",
        action="append",
        default=[],
        metavar="ID",
        help=N_("a service, as a project is; may be repeated"),
    )
    chains = commands.add("network", "chains", run=run_chains, summary=N_("service chains and their breaks"))
    core = commands.add("network", "core", run=run_core, summary=N_("the core of the production network"))
    core.add_argument("--area", metavar="ID", help=N_("Sozialräume in this area"))
    agreed = commands.add("agreements", run=run_agreements, summary=N_("the triangle and the twelve points"))
    for parser in (report, lost, chains, core, agreed):
        add_day(parser)
        parser.add_argument("--scale", default=DEFAULT_SCALE, help=N_("scale of levels (default: oberhausen)"))


def run_report(arguments: argparse.Namespace) -> Answer:
    """Report the network of a day."""
    from netmap.usecases import network

    with desk_of(arguments) as desk:
        on = asked_day(arguments, desk)
        found = network.report(desk, on=on, scale=arguments.scale, area=arguments.area)
        states = desk.house.vocabulary["cooperation_states"]
    figures = found.figures.to_dict()
    data = {
        "as_of": found.as_of,
        "scale": found.scale,
        "pairs": [
            {
                "a": p.a,
                "b": p.b,
                "state": p.state,
                "level": p.level,
                "views": list(p.views),
                "newest": p.newest,
            }
            for p in found.pairs
        ],
        "pairs_unknown": found.pairs_unknown,
        "figures": figures,
    }

    def render() -> str:
        rows = [[p.a, p.b, states.label_of(p.state), p.level, *p.views, p.newest] for p in found.pairs]
        head = ["a", "b", text("state"), text("level"), text("a says"), text("b says"), text("newest")]
        unknown = text(
            "{unknown} pairs unknown among {actors} organisations",
            unknown=found.pairs_unknown,
            actors=len(found.actors),
        )
        return f"{table(head, rows)}\n\n{unknown}"

    return Answer(data, render)


def run_chains(arguments: argparse.Namespace) -> Answer:
    """List the chains."""
    from netmap.usecases import network

    with desk_of(arguments) as desk:
        on = asked_day(arguments, desk)
        found = network.chains(desk, on=on, scale=arguments.scale)
        shapes = network.shapes(desk, on=on, scale=arguments.scale)
        why = desk.house.vocabulary["chain_breaks"]
    data = {
        "chains": [
            {
                "chain": c.id,
                "name": c.name,
                "steps": [
                    {"position": step.position, "service_type": step.service_type, "services": list(step.services)}
                    for step in c.steps
                ],
                "breaks": [{"after": b.after, "reason": b.reason} for b in c.breaks],
            }
            for c in found
        ],
        "shapes": [
            {
                "chain": s.chain,
                "detours": [{"after": d.after, "way": list(d.way)} for d in s.detours],
                "ways_back": [
                    {"organisation": w.organisation, "leaves": w.leaves, "returns": w.returns} for w in s.ways_back
                ],
                "parallel": [{"position": p.position, "organisations": list(p.organisations)} for p in s.parallel],
            }
            for s in shapes
        ],
    }
    head = [text("chain"), text("steps"), text("breaks")]
    return Answer(
        data,
        lambda: table(
            head,
            [[c.id, len(c.steps), [f"{b.after}: {why.label_of(b.reason)}" for b in c.breaks]] for c in found],
        ),
    )


def run_core(arguments: argparse.Namespace) -> Answer:
    """Check the core, Sozialraum by Sozialraum."""
    from netmap.usecases import network

    with desk_of(arguments) as desk:
        on = asked_day(arguments, desk)
        found = network.core(desk, on=on, area=arguments.area)
        functions = network.functions(desk, on=on, area=arguments.area)
        titles = desk.house.vocabulary["network_functions"]
        members = desk.house.vocabulary["core_members"]
        names = {a.id: a.name for a in desk.house.district().areas.values()}
    data = {
        "as_of": on,
        "areas": [
            {
                "area": c.area,
                "members": [
                    {
                        "member": m.code,
                        "organisations": list(m.organisations),
                        "services": list(m.services),
                        "missing_functions": list(m.missing_functions),
                    }
                    for m in c.members
                ],
                "missing": list(c.missing),
            }
            for c in found
        ],
        "functions": [
            {"function": f.code, "proposed": f.proposed, "grounds": {g.code: g.count for g in f.grounds}}
            for f in functions
        ],
    }

    def render() -> str:
        areas = table(
            [text("area"), text("missing")],
            [[f"{c.area} {names[c.area]}", [members.label_of(m) for m in c.missing] or None] for c in found],
        )
        rows = [
            [titles.label_of(f.code), text("yes") if f.proposed else text("no"), [g.count for g in f.grounds]]
            for f in functions
        ]
        proposal = text("What speaks for each function of the network, as a proposal to discuss:")
        head = [text("function"), text("proposed"), text("grounds")]
        return f"{areas}\n\n{proposal}\n{table(head, rows)}"

    return Answer(data, render)


def run_agreements(arguments: argparse.Namespace) -> Answer:
    """List triangles and points of all services."""
    from netmap.usecases import network

    with desk_of(arguments) as desk:
        found = network.agreements(desk, on=asked_day(arguments, desk))
        roles = desk.house.vocabulary["agreement_roles"]
    services: list[dict[str, Any]] = [
        {
            "service": t.service,
            "commissioner": list(t.commissioner),
            "steerer": list(t.steerer),
            "deliverer": list(t.deliverer),
            "missing_corners": list(t.missing_corners),
            "missing_sides": list(t.missing_sides),
            "agreements": list(t.agreements),
            "points": {str(n): p for n, p in enumerate(t.points, start=1)},
            # a point is called the same everywhere in the document: as its key in "points"
            "missing_points": [str(n) for n in t.missing_points],
            "unknown_points": [str(n) for n in t.unknown_points],
            "coordinator": t.coordinator,
            "deputy": t.deputy,
        }
        for t in found
    ]
    head = [text("service"), text("missing corners"), text("missing sides"), text("points not settled")]
    return Answer(
        {"services": services},
        lambda: table(
            head,
            [
                [
                    t.service,
                    [roles.label_of(corner) for corner in t.missing_corners],
                    ["–".join(roles.label_of(corner) for corner in side.split("-")) for side in t.missing_sides],
                    t.missing_points,
                ]
                for t in found
            ],
        ),
    )


def run_what_if(arguments: argparse.Namespace) -> Answer:
    """Tell what would be lost."""
    from netmap.usecases import network

    with desk_of(arguments) as desk:
        found = network.without(
            desk,
            arguments.without,
            services=arguments.without_service,
            on=asked_day(arguments, desk),
            scale=arguments.scale,
        )
    data = {
        "without": list(found.without),
        "gaps_new": [gap_dict(g) for g in found.gaps_new],
        "chains_broken": list(found.chains_broken),
        "referral_lost": list(found.referral_lost),
        "fragmentation": list(found.fragmentation),
        "agreements": list(found.agreements),
        "agreements_idle": list(found.agreements_idle),
        "services_lost": list(found.services_lost),
    }

    def render() -> str:
        rows: list[list[Any]] = [
            [text("new gaps"), len(found.gaps_new)],
            [text("chains broken"), found.chains_broken],
            [text("services without a referral way"), found.referral_lost],
            [text("fragmentation before and after"), found.fragmentation],
            [text("agreements that lose a party"), found.agreements],
            [text("agreements without any service left"), found.agreements_idle],
        ]
        return table([text("what"), text("lost")], rows)

    return Answer(data, render)
