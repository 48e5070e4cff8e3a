"""Where organisations stand in the picture of the network: placed once, moved by hand, arranged anew and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from netmap.analysis.cooperation.pairs import actors_of, pairs_of
from netmap.analysis.day import Day
from netmap.analysis.network.layout import layout
from netmap.analysis.network.nesting import nested_layout
from netmap.errors import CallError
from netmap.model.changes import Change, Edit
from netmap.model.partners import DEFAULT_SCALE, Position
from netmap.model.tables import Row
from netmap.usecases.desk import Desk, needs

_VIEW: Final = "network"
#: the arrangement before the last one, kept so that one can go back to it
_EARLIER: Final = "network, earlier"
#: how often the network was arranged anew: a page that is open takes all places over when this moves
_COUNT: Final = "network, arranged"


@needs("network.read")
def positions(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> dict[str, tuple[float, float]]:
    """Give where each running organisation stands; what is new is placed and kept."""
    rows = _rows(desk, _VIEW)
    # thousands of them at each drawing: they become records only where somebody is to be placed
    kept: dict[str, tuple[float, float]] = {row["item"]: (row["x"], row["y"]) for row in rows}
    actors = actors_of(day)
    if all(a in kept for a in actors):
        return {a: kept[a] for a in actors}
    stored = [Position.of_stored(row) for row in rows]
    placed = layout(actors, _ties(day, scale), known=kept)
    # where most are new all are placed anew, but for those put somewhere by hand; shown now is what is shown next time
    placed |= {p.item: (p.x, p.y) for p in stored if p.by_hand and p.item in placed}
    made = [Edit.add(Position(view=_VIEW, item=a, x=x, y=y)) for a, (x, y) in placed.items() if kept.get(a) != (x, y)]
    desk.house.partners.housekeep(Change(tuple(made)))
    return placed


@needs("network.read")
def framed_positions(
    desk: Desk, day: Day, *, frames: Mapping[str, Sequence[str]], actors: Sequence[str], scale: str = DEFAULT_SCALE
) -> dict[str, tuple[float, float]]:
    """Give where organisations stand when those that belong together are framed."""
    ties = [(p.a, p.b, float(p.level)) for p in pairs_of(day, scale=scale).values() if p.is_tie]
    return nested_layout(actors, ties, frames=frames)


@needs("network.edit")
def move(desk: Desk, organisation: str, x: float, y: float) -> None:
    """Put an organisation somewhere by hand; it stays there."""
    if organisation not in desk.house.district().organisations:
        raise CallError("There is no organisation '{id}'.", id=organisation)
    row = Position(view=_VIEW, item=organisation, x=float(x), y=float(y), by_hand=True)
    desk.house.partners.housekeep(Change((Edit.add(row),)))


@needs("network.edit")
def arrange(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> None:
    """Place everybody anew, as if nobody had stood anywhere; :func:`arrange_back` brings the old places back."""
    placed = layout(actors_of(day), _ties(day, scale))
    _keep(desk, now=[Position(view=_VIEW, item=a, x=x, y=y) for a, (x, y) in placed.items()])


@needs("network.edit")
def arrange_back(desk: Desk) -> None:
    """Go back to the arrangement before the last one; again, and the last one is there again."""
    earlier = _kept(desk, _EARLIER)
    if earlier:
        _keep(desk, now=[replace(p, view=_VIEW) for p in earlier])


@needs("network.read")
def has_earlier(desk: Desk) -> bool:
    """Whether there is an arrangement to go back to."""
    return bool(_kept(desk, _EARLIER))


@needs("network.read")
def arranged(desk: Desk) -> int:
    """Give how often the network was arranged anew."""
    return next((int(p.x) for p in _kept(desk, _COUNT)), 0)


def _keep(desk: Desk, *, now: Sequence[Position]) -> None:
    """Let these places count, and keep those that counted until now."""
    before = _kept(desk, _VIEW)
    gone = [*before, *_kept(desk, _EARLIER)]
    made = [*now, *(replace(p, view=_EARLIER) for p in before)]
    made.append(Position(view=_COUNT, item="times", x=arranged(desk) + 1.0, y=0.0))
    there = {p.key for p in made}
    edits = [Edit.remove(p) for p in gone if p.key not in there] + [Edit.add(p) for p in made]
    desk.house.partners.housekeep(Change(tuple(edits)))


def _kept(desk: Desk, view: str) -> list[Position]:
    return [Position.of_stored(row) for row in _rows(desk, view)]


def _rows(desk: Desk, view: str) -> Sequence[Row]:
    return desk.house.partners.load("positions", only=("view", [view]))["positions"]


def _ties(day: Day, scale: str) -> list[tuple[str, str, float]]:
    ties = [(p.a, p.b, float(p.level)) for p in pairs_of(day, scale=scale).values() if p.is_tie]
    return ties + [(r.from_, r.to, 0.3) for r in day.relations]
