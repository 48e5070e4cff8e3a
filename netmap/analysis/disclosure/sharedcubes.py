"""Cubes that move cells which several tables share: the same rectangle in each table, at people of the cell there.

A shared cell is a total in at least one table: its people are in the cells below. The rectangle is put
where these people are, once in each table, with the same other values; so all tables move the cells that
they share by the same amounts. A cell of one table that has no cube of its own there hides in the same
way, together with as many people of the total that it is under. Where a rectangle cannot be the same
everywhere, it is not taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

import numpy as np

from netmap.analysis.disclosure.cuts import Grid, Question
from netmap.analysis.disclosure.parts import Shift
from netmap.analysis.disclosure.tables import Flags
from netmap.model.counts import TOTAL

#: how many cells below a shared one are looked at for where it may rise
LEAVES = 12

Place = tuple[int, ...]
Moves = dict[int, int]


class SharedCubes:
    """Hides cells that tables share.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    """

    def __init__(self, question: Question) -> None:
        self._grids, self._counts, self._goals = question.grids, question.counts, question.goals
        self._open = question.open
        places: dict[int, dict[int, Place]] = defaultdict(dict)
        #: the tables in which each shared cell stands, and where
        self._homes: dict[int, dict[int, Place]] = places
        for at, grid in enumerate(self._grids):
            shared = (grid.every >= 0) & (grid.numbers < 0)
            for place in zip(*np.nonzero(shared), strict=True):
                home = tuple(int(index) for index in place)
                places[int(grid.every[home])][at] = home
        names = [frozenset(grid.dimensions) for grid in self._grids]
        #: for each table, the dimensions that it has in common with others
        self._common = [
            sorted(
                {own & theirs for other, theirs in enumerate(names) if other != at}, key=lambda n: (-len(n), sorted(n))
            )
            for at, own in enumerate(names)
        ]

    def cheapest(self, cell: int, *, up: int, down: int, most: int, suppressed: Flags) -> list[Shift]:
        """Give the shifts of the cheapest of some cubes; none if none is the same in all tables.

        Parameters
        ----------
        cell
            A shared cell that must be suppressed.
        up, down
            By how much it must be able to rise and to fall.
        most
            About how many cubes are looked at.
        suppressed
            What is suppressed in any case.
        """
        if cell not in self._homes:
            return []
        ways = (
            ([self._move(cell, others, up)] if up else []) + ([self._move(cell, others, -down)] if down else [])
            for others in islice(self._others(cell, most), max(1, most))
        )
        return self._best(ways, suppressed)

    def across(self, at: int, place: Place, *, up: int, down: int, most: int, suppressed: Flags) -> list[Shift]:
        """Give the same for a cell of one table, from cubes that turn to the totals which other tables share.

        Parameters
        ----------
        at, place
            The number of the table, and where the cell is in it.
        up, down, most, suppressed
            As for cells that tables share.
        """
        grid = self._grids[at]
        leaves = list(self._leaves(grid, place)) or [place]
        is_total = any(own == total for own, total in zip(place, grid.totals, strict=True))

        def ways() -> Iterator[list[Moves | None]]:
            for common in self._common[at]:
                above = [self._above(grid, leaf, common) for leaf in leaves]
                if any(cell not in self._homes for cell in above):
                    continue
                choices = [dict.fromkeys(common, TOTAL)] if is_total else self._others(above[0], most)
                for others in islice(choices, max(1, most)):
                    moves: list[Moves | None] = []
                    if up:
                        moves.append(self._move(above[0], others, up, {at: leaves[0]}))
                    if down:
                        falls = [
                            self._move(cell, others, -int(self._counts[grid.every[leaf]]), {at: leaf})
                            for cell, leaf in zip(above, leaves, strict=True)
                        ]
                        moves.append(self._added(falls))
                    yield moves

        return self._best(ways(), suppressed)

    def _above(self, grid: Grid, leaf: Place, common: frozenset[str]) -> int:
        """Give the number of the total that a cell is under, in the dimensions that another table has, too."""
        axes = zip(leaf, grid.totals, grid.dimensions, strict=True)
        return int(grid.every[tuple(own if dimension in common else total for own, total, dimension in axes)])

    def _best(self, ways: Iterable[list[Moves | None]], suppressed: Flags) -> list[Shift]:
        """Give the cheapest of some ways to shift a cell up and down; nothing if none is possible."""
        best: tuple[float, list[Moves]] | None = None
        for moves in ways:
            made = [one for one in moves if one is not None]
            if not made or len(made) < len(moves):
                continue
            cost = self._cost(made, suppressed)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, made
        if best is None:
            return []
        return [Shift(np.array([*one], np.int64), np.array([*one.values()], np.int64)) for one in best[1]]

    def _others(self, cell: int, most: int) -> Iterator[dict[str, str]]:
        """Give the other value of each dimension in which the cell has one: its total first."""
        homes = self._homes[cell]
        known: dict[str, list[str]] = {}
        for at, place in homes.items():
            grid = self._grids[at]
            for dimension, labels, own, total in zip(grid.dimensions, grid.labels, place, grid.totals, strict=True):
                if own != total:
                    near = [*labels[own + 1 :], *labels[:own]]
                    before = known.get(dimension)
                    known[dimension] = near if before is None else [label for label in before if label in set(near)]
        enough = max(1, int(most ** (1 / max(1, len(known)))))
        chosen = [[TOTAL, *(label for label in labels if label != TOTAL)][:enough] for labels in known.values()]
        for values in product(*chosen):
            yield dict(zip(known, values, strict=True))

    def _move(
        self, cell: int, others: Mapping[str, str], amount: int, at_leaf: Mapping[int, Place] | None = None
    ) -> Moves | None:
        """Add people to a shared cell, or take some away: in each table where it can be.

        Parameters
        ----------
        cell
            The cell.
        others
            The other value of each dimension in which it has one.
        amount
            How many; below 0 they are taken away.
        at_leaf
            For some tables, by number, the place where it has to be.
        """
        found: dict[int, Moves] = {}
        for at, place in self._homes[cell].items():
            leaf = (at_leaf or {}).get(at)
            if leaf is not None:
                moves = self._lifted(self._grids[at], place, leaf, others, amount)
            elif amount > 0:
                moves = self._rise(self._grids[at], place, others, amount)
            else:
                moves = self._fall(self._grids[at], place, others, -amount)
            if moves is None:
                return None
            found[at] = moves
        return self._together(found)

    def _fall(self, grid: Grid, place: Place, others: Mapping[str, str], amount: int) -> Moves | None:
        """Take people away from where they are in one table."""
        parts: list[Moves | None] = []
        for leaf in self._leaves(grid, place):
            taken = min(amount, int(self._counts[grid.every[leaf]]))
            amount -= taken
            parts.append(self._lifted(grid, place, leaf, others, -taken))
            if not amount:
                break
        return self._added(parts)

    def _rise(self, grid: Grid, place: Place, others: Mapping[str, str], amount: int) -> Moves | None:
        """Add people in one table where the corners that fall for it have enough."""
        for leaf in islice(self._leaves(grid, place, empty=True), LEAVES):
            moves = self._lifted(grid, place, leaf, others, amount)
            if moves is not None and self._is_possible(moves):
                return moves
        return None

    def _added(self, parts: Sequence[Moves | None]) -> Moves | None:
        every: Moves = defaultdict(int)
        for part in parts:
            if part is None:
                return None
            for number, amount in part.items():
                every[number] += amount
        every = {number: amount for number, amount in every.items() if amount}
        return every if self._is_possible(every) else None

    def _leaves(self, grid: Grid, place: Place, *, empty: bool = False) -> Iterator[Place]:
        """Give the cells below a cell in a table that are no totals of what it adds up; those with people first."""
        below = tuple(
            slice(None) if own == total else slice(own, own + 1) for own, total in zip(place, grid.totals, strict=True)
        )
        numbers = grid.every[below].copy()
        for axis, (own, total) in enumerate(zip(place, grid.totals, strict=True)):
            if own == total:
                numbers[(slice(None),) * axis + (total,)] = -1
        counts = np.where(numbers >= 0, self._counts[numbers], 0)
        for wanted in (counts > 0, (numbers >= 0) & (counts == 0)) if empty else (counts > 0,):
            for inner in zip(*np.nonzero(wanted), strict=True):
                yield tuple(
                    int(at) if own == total else own for at, own, total in zip(inner, place, grid.totals, strict=True)
                )

    def _lifted(self, grid: Grid, place: Place, leaf: Place, others: Mapping[str, str], amount: int) -> Moves | None:
        """Give the moves of one cube: from the leaf to its totals and, with the sign turned, to the other values."""
        ways: list[Sequence[tuple[int, int]]] = []
        for axis, (own, inner, total) in enumerate(zip(place, leaf, grid.totals, strict=True)):
            if own == total:
                ways.append(((inner, 1), (total, 1)))
            else:
                other = grid.labels[axis].index(others[grid.dimensions[axis]])
                ways.append(((own, 1), (other, 1 if other == total else -1)))
        moves: Moves = defaultdict(int)
        for corner in product(*ways):
            number = int(grid.every[tuple(at for at, _ in corner)])
            if number < 0:
                return None
            moves[number] += prod(turn for _, turn in corner) * amount
        return moves

    def _is_possible(self, moves: Moves) -> bool:
        return all(self._counts[number] + amount >= 0 for number, amount in moves.items())

    def _together(self, found: Mapping[int, Moves]) -> Moves | None:
        """Put the moves of all tables together; ``None`` if they do not move what they share alike."""
        every: Moves = {}
        for moves in found.values():
            every |= moves
        for number, amount in every.items():
            for at in self._homes.get(number, ()):
                if found.get(at, {}).get(number, 0) != amount:
                    return None
        every = {number: amount for number, amount in every.items() if amount}
        return every if self._is_possible(every) else None

    def _cost(self, made: Sequence[Moves], suppressed: Flags) -> float | None:
        """Say how many people the cells touched cost; ``None`` if one would not be safe by these moves."""
        cost = 0.0
        for number in {n for moves in made for n in moves}:
            if suppressed[number]:
                continue
            rises = max(moves.get(number, 0) for moves in made)
            if self._open[number] or rises < self._goals.up[number]:
                return None
            cost += float(self._counts[number]) + 1e-3
        return cost
