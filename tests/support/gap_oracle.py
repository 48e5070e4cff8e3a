"""A second implementation of the gap rules, by brute force and from the contract's words alone.

Slow and plain on purpose: no tree, no cache, no cut of a residual network. Works on plain rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import networkx as nx

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
SURE, PERHAPS, NO = "sure", "perhaps", "no"
RANK = {"unknown": 0, "possible": 1, "certain": 2}
ORDER = ["absent", "unusable", "out_of_reach", "insufficient", "disconnected", "expiring", "stale"]


@dataclass(frozen=True)
class Around:
    """What is set: the limits and the mode."""

    town: float = 30
    country: float = 45
    mode: str | None = None


class World:
    """The supply of one day, and one way of counting (``generous``: the perhaps ones from the start)."""

    def __init__(self, rows: Rows, day: date, around: Around, *, generous: bool) -> None:
        self.rows, self.day, self.around, self.generous = rows, day.isoformat(), around, generous
        self.areas = {a["id"]: a for a in rows["areas"]}
        self.places = {p["id"]: p for p in rows["places"]}
        self.orgs = {o["id"]: o for o in rows["organisations"] if o["until"] is None or self.day <= o["until"]}
        self.services = {s["id"]: s for s in rows["services"] if s["organisation"] in self.orgs and self.runs(s)}
        self.relations = [
            r for r in rows["relations"] if r["from"] in self.orgs and r["to"] in self.orgs and self.runs(r)
        ]

    def runs(self, row: Row) -> bool:
        since, until = row["since"], row["until"]
        return (since is None or since <= self.day) and (until is None or self.day <= until)

    # areas

    def up(self, area: str) -> list[str]:
        found = [area]
        while self.areas[found[-1]]["parent"]:
            found.append(self.areas[found[-1]]["parent"])
        return found

    def below(self, area: str) -> list[str]:
        return [a for a in self.areas if self.areas[a]["parent"] == area]

    def lowest(self, area: str) -> list[str]:
        return sorted(a for a in self.areas if not self.below(a) and area in self.up(a))

    def setting(self, area: str) -> str:
        return next((self.areas[a]["setting"] for a in self.up(area) if self.areas[a]["setting"]), "town")

    def serves(self, service: Row) -> set[str]:
        if service["areas"]:
            return set(service["areas"])
        if service["places"]:
            found = set()
            for p in service["places"]:
                chain = self.up(self.places[p]["area"])
                towns = [a for a in chain if self.areas[a]["kind"] == "gemeinde"]
                found.add(towns[0] if towns else chain[-1])
            return found
        if {"outreach", "remote"} & set(service["features"]):
            return {a for a in self.areas if not self.areas[a]["parent"]}
        return set()

    def served(self, service: Row, area: str) -> tuple[str, list[str]]:
        """``all``, ``parts`` (and which) or ``none``."""
        serves = self.serves(service)
        if any(a in serves for a in self.up(area)):
            return "all", self.lowest(area)
        parts = [leaf for leaf in self.lowest(area) if any(a in serves for a in self.up(leaf))]
        return ("parts", parts) if parts else ("none", [])

    # steps

    def feature(self, service: Row, feature: str) -> str:
        said = [self.places[p]["barrier_free"] for p in service["places"]]
        if feature in service["features"] or (feature == "barrier_free" and True in said):
            return SURE
        if service["features"]:
            return NO
        if feature == "barrier_free" and said and all(s is False for s in said):
            return NO
        return PERHAPS

    def narrow(self, services: list[Row], answer: Any) -> tuple[list[Row], bool]:
        sure = [s for s in services if answer(s) == SURE]
        perhaps = [s for s in services if answer(s) == PERHAPS]
        if self.generous:
            return [s for s in services if answer(s) != NO], False
        return (sure, False) if sure else (perhaps, bool(perhaps))

    def steps(self, row: Row) -> tuple[list[Row], list[Row], bool]:
        """Candidates, usable, and whether only perhaps ones were left at any step."""

        def group(s: Row) -> str:
            if not s["target_groups"]:
                return SURE
            if not row["target_group"]:
                return PERHAPS
            return SURE if row["target_group"] in s["target_groups"] else NO

        def language(s: Row) -> str:
            if not row["language"]:
                return SURE
            if not s["languages"]:
                return PERHAPS
            return SURE if row["language"] in s["languages"] else NO

        def features(s: Row) -> str:
            answers = {self.feature(s, f) for f in row["requires"]}
            return NO if NO in answers else PERHAPS if PERHAPS in answers else SURE

        left = [
            s for s in self.services.values() if row["need"] in s["needs"] and self.served(s, row["area"])[0] != "none"
        ]

        def fits(s: Row) -> str:
            answers = {group(s), language(s)}
            return NO if NO in answers else PERHAPS if PERHAPS in answers else SURE

        left, one = self.narrow(left, fits)
        usable, two = self.narrow(left, features)
        return left, usable, one or two

    # reach

    def minutes(self, area: str, place: str, setting: str) -> tuple[float, bool] | None:
        def line(a: str) -> float | None:
            found = [
                t["minutes"]
                for t in self.rows["travel"]
                if t["area"] == a
                and t["place"] == place
                and (t["mode"] == self.around.mode if self.around.mode else t["mode"] != "car")
            ]
            return min(found) if found else None

        if (known := line(area)) is not None:
            return known, False
        below = [line(a) for a in self.below(area)]
        if below and all(b is not None for b in below):
            return max(b for b in below if b is not None), False
        here, there = self.middle(area), self.places[place]
        if here is None or there["lat"] is None or there["lon"] is None:
            return None
        kilometres = 1.3 * sphere(here[0], here[1], there["lat"], there["lon"])
        return max(10.0, kilometres / (15 if setting == "town" else 30) * 60), True

    def middle(self, area: str) -> tuple[float, float] | None:
        row = self.areas[area]
        if row["lat"] is not None and row["lon"] is not None:
            return row["lat"], row["lon"]
        if not row["shape"]:
            return None
        corners = row["shape"]["coordinates"][0]  # tests use rectangles
        return (
            (min(c[1] for c in corners) + max(c[1] for c in corners)) / 2,
            (min(c[0] for c in corners) + max(c[0] for c in corners)) / 2,
        )

    def reach(self, row: Row, service: Row) -> tuple[str, bool]:
        """``in``, ``out`` or ``unknown``; and whether by an estimate."""
        places = list(service["places"])
        mobile = {"outreach", "remote"} & set(service["features"])
        if "barrier_free" in row["requires"] and "barrier_free" not in service["features"]:
            free = [p for p in places if self.places[p]["barrier_free"] is True]
            if free:
                places, mobile = free, set()
        if mobile:
            return "in", False
        if not places:
            return "unknown", False
        setting = self.setting(row["area"])
        limit = self.around.country if setting == "country" else self.around.town
        how, parts = self.served(service, row["area"])
        verdicts = [self.place(p, parts if how == "parts" else [row["area"]], setting, limit) for p in places]
        if ("in", False) in verdicts:
            return "in", False
        if ("in", True) in verdicts:
            return "in", True
        by_estimate = ("out", True) in verdicts
        return ("unknown" if ("unknown", False) in verdicts else "out"), by_estimate

    def place(self, place: str, starts: list[str], setting: str, limit: float) -> tuple[str, bool]:
        times = [self.minutes(a, place, setting) for a in starts]
        if any(t is not None and t[0] > limit and not t[1] for t in times):
            return "out", False
        if any(t is not None and t[0] > limit for t in times):
            return "out", True
        if any(t is None for t in times):
            return "unknown", False
        return "in", any(t[1] for t in times if t is not None)

    # ways

    def jobcenter(self, org: str) -> bool:
        return org in self.orgs and bool(self.orgs[org]["kind"] == "jobcenter")

    def connected(self, service: Row) -> bool:
        if self.jobcenter(service["organisation"]):
            return True
        useful = [
            (r["from"], r["to"])
            for r in self.relations
            if r["kind"] == "refers" and r["service"] in (None, service["id"])
        ]
        one = {a for a, b in useful if b == service["organisation"]}
        two = {a for a, b in useful if b in one}
        return any(self.jobcenter(o) for o in one | two)

    def hears_back(self, service: Row) -> bool:
        return self.jobcenter(service["organisation"]) or any(
            r["kind"] == "feeds_back"
            and r["from"] == service["organisation"]
            and self.jobcenter(r["to"])
            and r["service"] in (None, service["id"])
            for r in self.relations
        )


def sphere(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great circle by the vector formula (the engine uses haversines)."""

    def vector(lat: float, lon: float) -> tuple[float, float, float]:
        a, b = math.radians(lat), math.radians(lon)
        return math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)

    u, v = vector(lat1, lon1), vector(lat2, lon2)
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return 6371.0 * math.atan2(math.hypot(*cross), sum(a * b for a, b in zip(u, v, strict=True)))


def key(row: Row) -> tuple[Any, ...]:
    """What tells rows of demand apart."""
    return row["area"], row["need"], row["target_group"] or "", row["language"] or "", tuple(sorted(row["requires"]))


def judged_rows(rows: Rows, day: date) -> list[Row]:
    """The newest row of each key, if anybody may need anything."""
    newest: dict[tuple[Any, ...], Row] = {}
    for row in sorted(rows["demand"], key=lambda r: r["on"] or ""):
        if row["on"] is None or row["on"] <= day.isoformat():
            newest[key(row)] = row
    return [r for r in newest.values() if r["people_high"] > 0]


def short(world: World, demand: Sequence[Row], people: str, unknown: int | None) -> set[tuple[Any, ...]]:
    """Rows that go short in at least one maximum flow: one person fewer there, and the flow stays as large."""
    found: set[tuple[Any, ...]] = set()
    for need in {r["need"] for r in demand}:
        pairs: dict[tuple[Any, ...], list[Row]] = {}
        size: dict[tuple[Any, ...], int] = {}
        for row in (r for r in demand if r["need"] == need):
            _, usable, perhaps = world.steps(row)
            there = [s for s in usable if world.reach(row, s)[0] == "in"]
            if there and not (people == "people_low" and perhaps):
                pairs[key(row)], size[key(row)] = there, row[people]

        def flow(sizes: Mapping[tuple[Any, ...], int], pairs: Any = pairs) -> int:
            graph = nx.DiGraph()
            graph.add_nodes_from(["from", "to"])
            for k, services in pairs.items():
                graph.add_edge(("row", k), "to", capacity=sizes[k])
                for s in services:
                    known = s["capacity_sgb2"] if s["capacity_sgb2"] is not None else s["capacity"]
                    limit = unknown if known is None else known
                    graph.add_edge(("service", s["id"]), ("row", k))
                    if limit is None:
                        graph.add_edge("from", ("service", s["id"]), capacity=10**6)
                    else:
                        graph.add_edge("from", ("service", s["id"]), capacity=limit)
            return int(nx.maximum_flow_value(graph, "from", "to"))

        whole = flow(size)
        for k in pairs:
            if size[k] > 0 and flow({**size, k: size[k] - 1}) == whole:
                found.add(k)
    return found


def first_four(world: World, row: Row) -> dict[str, tuple[str, list[str], list[str]]]:
    """Absent, unusable, out of reach: kind → certainty, services, parts."""
    candidates, usable, _ = world.steps(row)
    ids = sorted(s["id"] for s in candidates)
    if not candidates:
        return {"absent": ("certain", [], [])}
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    covered = {leaf for s in candidates for leaf in world.served(s, row["area"])[1]}
    missing = sorted(set(world.lowest(row["area"])) - covered)
    if missing:
        found["absent"] = ("possible", ids, missing)
    if not usable:
        found["unusable"] = ("certain", ids, [])
        return found
    verdicts = {s["id"]: world.reach(row, s)[0] for s in usable}
    if "in" not in verdicts.values():
        found["out_of_reach"] = ("unknown" if "unknown" in verdicts.values() else "certain", sorted(verdicts), [])
    return found


def all_but_expiring(world: World, demand: Sequence[Row]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every kind but ``expiring``, before any cap."""
    certain = short(world, demand, "people_low", None)
    possible = short(world, demand, "people_high", None)
    unknown = short(world, demand, "people_high", 0)
    result = {}
    for row in demand:
        found: dict[str, Any] = first_four(world, row)
        _, usable, _ = world.steps(row)
        there = [s for s in usable if world.reach(row, s)[0] == "in"]
        ids = sorted(s["id"] for s in there)
        if there:
            k = key(row)
            said = []
            if k in certain or all(s["wait_days"] is not None and s["wait_days"] > 42 for s in there):
                said.append("certain")
            if k in possible or all(s["free"] == 0 for s in there):
                said.append("possible")
            if k in unknown:
                said.append("unknown")
            if said:
                found["insufficient"] = (said[0], ids, [])
            if not any(world.connected(s) for s in there):
                found["disconnected"] = (
                    "possible" if any(s["access"] == "open" for s in there) else "certain",
                    ids,
                    [],
                )
            elif row["need"] != "child_care":
                owing = [
                    s
                    for s in there
                    if any(b.replace(" ", "").startswith("§16a") for b in s["legal_bases"])
                    and "anonymous" not in s["features"]
                ]
                if owing and not any(world.hears_back(s) for s in owing):
                    found["disconnected"] = ("possible", ids, [])
            oldest = (date.fromisoformat(world.day) - timedelta(days=365)).isoformat()
            if all(
                s["verified_on"] is None or s["verified_on"] > world.day or s["verified_on"] < oldest for s in there
            ):
                found["stale"] = ("certain", ids, [])
        result[key(row)] = found
    return result


def opening(world: World, demand: Sequence[Row], row: Row, low: set[tuple[Any, ...]]) -> dict[str, bool]:
    """Which of absent (whole), unusable, out of reach, insufficient by capacity are certain before caps."""
    found = {
        kind: True
        for kind, (sure, _, parts) in first_four(world, row).items()
        if sure == "certain" and not (kind == "absent" and parts)
    }
    if key(row) in low:
        found["insufficient"] = True
    return found


def gaps(rows: Rows, day: date, around: Around | None = None) -> list[dict[str, Any]]:
    """All gaps as the contract's JSON, without reasons."""
    around = around or Around()
    demand = judged_rows(rows, day)
    later_day = day + timedelta(days=180)
    now = {g: World(rows, day, around, generous=g) for g in (False, True)}
    later = {g: World(rows, later_day, around, generous=g) for g in (False, True)}
    found = {g: all_but_expiring(now[g], demand) for g in (False, True)}
    low_now = {g: short(now[g], demand, "people_low", None) for g in (False, True)}
    low_later = {g: short(later[g], demand, "people_low", None) for g in (False, True)}
    answer = []
    for row in demand:
        k = key(row)
        perhaps = now[False].steps(row)[2]

        def cap(certainty: str, capped: bool, row: Row = row) -> str:
            if (capped or row["people_low"] == 0) and certainty == "certain":
                return "possible"
            return certainty

        def both(kind: str, certainty: str, k: Any = k) -> str:
            other = found[True][k].get(kind)
            return certainty if certainty != "certain" or (other and other[0] == "certain") else "possible"

        out: dict[str, Any] = {}
        for kind, (certainty, services, parts) in found[False][k].items():
            out[kind] = (cap(both(kind, certainty), perhaps), services, parts)

        def ending(generous: bool, row: Row = row, k: Any = k, perhaps: bool = perhaps) -> list[str] | None:
            world = now[generous]
            there = [s["id"] for s in world.steps(row)[1] if world.reach(row, s)[0] == "in"]
            gone = sorted(s for s in there if s not in later[generous].services)
            today = opening(world, demand, row, low_now[generous])
            if not generous:
                # what is certain today is what is said today, after all caps
                other = opening(now[True], demand, row, low_now[True])
                certain_today = any(
                    cap("certain" if kind in other else "possible", perhaps) == "certain" for kind in today
                )
            else:
                certain_today = any(cap("certain", False) == "certain" for _ in today)
            if not gone or certain_today or not opening(later[generous], demand, row, low_later[generous]):
                return None
            return gone

        gone = ending(False)
        if gone is not None:
            certainty = "certain" if ending(True) is not None else "possible"
            out["expiring"] = (cap(certainty, perhaps or later[False].steps(row)[2]), gone, [])
        usable = {s["id"]: s for s in now[False].steps(row)[1]}
        for kind in ORDER:
            if kind in out:
                certainty, services, parts = out[kind]
                answer.append(
                    {
                        "kind": kind,
                        "certainty": certainty,
                        "area": row["area"],
                        "need": row["need"],
                        "target_group": row["target_group"],
                        "language": row["language"],
                        "requires": sorted(row["requires"]),
                        "people": [0, 2] if row["people_high"] < 3 else [row["people_low"], row["people_high"]],
                        "services": services,
                        "parts": parts,
                        "estimated": any(now[False].reach(row, usable[s])[1] for s in services if s in usable),
                    }
                )
    answer.sort(key=lambda g: (*key(g), ORDER.index(str(g["kind"]))))
    return answer
