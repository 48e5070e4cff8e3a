"""Many cards at once: from packed rows to arrays of figures.

Imports numba; a page or a command that wants one card calls :func:`netmap.analysis.ego.card_figures`.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.ego import engine
from netmap.analysis.ego.cliques import maximal_cliques
from netmap.analysis.ego.values import CardFigures, GroupFigures, Structure
from netmap.errors import FormatError
from netmap.model.packed import HEADER, MAX_ALTERS, VERSION
from netmap.model.placement import CONNECTABLE, GROUPS, SECTOR_MASK

Whole = NDArray[np.int64]
#: sizes of cards that share the width of their sets
_WIDTHS = ((0, 64, 1), (65, 256, 4), (257, MAX_ALTERS, 16))
#: fewer cards than this are not worth a thread
_BLOCK = 256


@dataclass(frozen=True, slots=True, eq=False)
class PackedCards:
    """The structure of many cards, end to end.

    Attributes
    ----------
    first
        Shape (cards + 1): entries of card ``c`` are ``codes[first[c]:first[c + 1]]``.
    codes
        A code for each entry, see :func:`netmap.model.placement.code_of`.
    tie_first, ties
        The same for ties: two positions within the card, the smaller first, ascending.
    """

    first: Whole
    codes: NDArray[np.uint16]
    tie_first: Whole
    ties: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.first) - 1

    @classmethod
    def from_blobs(cls, blobs: Sequence[bytes]) -> PackedCards:
        """Read what :func:`netmap.model.packed.pack_card` wrote.

        Raises
        ------
        FormatError
            One of them is damaged; the message says which, counted from 0.
        """
        places = _ends_of(np.fromiter(map(len, blobs), np.int64, len(blobs)))
        short = np.flatnonzero(np.diff(places) < HEADER.size)
        if len(short):
            raise _damaged(int(short[0]))
        return cls._read(np.frombuffer(b"".join(blobs), np.uint8), places)

    @classmethod
    def from_joined(cls, joined: bytes, count: int) -> PackedCards:
        """Read packed cards that stand end to end, as a store gives all of them.

        Raises
        ------
        FormatError
            One of them is damaged; the message says which, counted from 0.
        """
        data, places = np.frombuffer(joined, np.uint8), np.zeros(count + 1, np.int64)
        faulty = engine.find_places(data, places)
        if faulty >= 0:
            raise _damaged(faulty)
        return cls._read(data, places)

    @classmethod
    def _read(cls, data: NDArray[np.uint8], places: Whole) -> PackedCards:
        heads = _heads(data, places[:-1])
        wrong = np.flatnonzero(
            (heads["version"] != VERSION)
            | ~np.isin(heads["wide"], (1, 2))
            | (heads["entries"] > MAX_ALTERS)
            | (heads["ties"] > np.diff(places))
        )
        if len(wrong):
            raise _damaged(int(wrong[0]))
        first, tie_first = _ends_of(heads["entries"]), _ends_of(heads["ties"])
        cards = cls(
            first=first,
            codes=np.empty(first[-1], np.uint16),
            tie_first=tie_first,
            ties=np.empty((tie_first[-1], 2), np.uint16),
        )
        faulty = engine.unpack(data, places, first, cards.codes, tie_first, cards.ties)
        if faulty >= 0:
            raise _damaged(faulty)
        return cards


_HEAD = np.dtype([("version", "u1"), ("wide", "u1"), ("entries", "<u2"), ("ties", "<u4")])


def _heads(data: NDArray[np.uint8], places: Whole) -> Any:
    rows = data[places[:, None] + np.arange(HEADER.size)]
    return np.ascontiguousarray(rows).view(_HEAD)[:, 0]


def _ends_of(lengths: NDArray[Any]) -> Whole:
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends


def _damaged(number: int) -> FormatError:
    return FormatError("The packed card number {number} is damaged; pack it again.", number=number)


@dataclass(frozen=True, slots=True, eq=False)
class BulkFigures:
    """Figures of many cards.

    Attributes
    ----------
    counts
        Shape (cards, groups, columns of ``engine.COUNTS``); ``degree_max`` is -1 for nobody.
    means
        Shape (cards, groups, columns of ``engine.MEANS``); undefined is NaN.
    structure
        Shape (cards, columns of ``engine.STRUCTURE``); undefined is NaN, cliques -1 if too many.
    marks, brokerage
        For each entry: its marks (``engine.STAR`` …), its brokerage (NaN if not connected).
    cards
        What was measured.
    """

    counts: NDArray[np.int32]
    means: NDArray[np.float64]
    structure: NDArray[np.float64]
    marks: NDArray[np.uint8]
    brokerage: NDArray[np.float64]
    cards: PackedCards

    def __len__(self) -> int:
        return len(self.cards)

    def card(self, number: int) -> CardFigures:
        """Give one card's figures in the form of :func:`netmap.analysis.ego.card_figures`."""
        cards = self.cards
        entries = slice(int(cards.first[number]), int(cards.first[number + 1]))
        codes, marks = cards.codes[entries], self.marks[entries]
        ties = cards.ties[cards.tie_first[number] : cards.tie_first[number + 1]].astype(int).tolist()
        sector = codes & SECTOR_MASK
        bridges = [
            (a, b)
            for a, b in ties
            if codes[a] & codes[b] & CONNECTABLE and codes[a] & SECTOR_MASK != codes[b] & SECTOR_MASK
        ]
        row = dict(zip(engine.STRUCTURE, map(_number, self.structure[number]), strict=True))
        near = [0] * len(codes)
        for a, b in ties:
            near[a] |= 1 << b
            near[b] |= 1 << a
        return CardFigures(
            groups={
                name: self._group(number, g, marks, (codes & CONNECTABLE > 0) & ((sector == g) | (g == 0)))
                for g, name in enumerate(GROUPS)
            },
            structure=None if math.isnan(row["components"]) else self._structure(row, self.brokerage[entries]),
            cliques=None if row["cliques"] < 0 else maximal_cliques(near),
            bridges=tuple(bridges),
            bridge_persons=_positions(marks & engine.BRIDGE_PERSON),
            external_internal=row["external_internal"],
        )

    def _group(self, number: int, group: int, marks: NDArray[np.uint8], scope: NDArray[np.bool_]) -> GroupFigures:
        counts = dict(zip(engine.COUNTS, self.counts[number, group].tolist(), strict=True))
        means = dict(zip(engine.MEANS, map(_number, self.means[number, group]), strict=True))
        star = engine.STAR if group == 0 else engine.SECTOR_STAR
        return GroupFigures(
            size=counts["size"],
            connectable=counts["connectable"],
            ties=counts["ties"],
            degree_max=None if counts["degree_max"] < 0 else counts["degree_max"],
            stars=_positions(scope & (marks & star > 0)),
            isolated=_positions(scope & (marks & engine.ISOLATED > 0)),
            no_ego_tie=_positions(scope & (marks & engine.NO_EGO_TIE > 0)),
            horizons=(counts["near"], counts["middle"], counts["far"]),
            horizons_connectable=(
                counts["near_connectable"],
                counts["middle_connectable"],
                counts["far_connectable"],
            ),
            **means,
        )

    def _structure(self, row: dict[str, float], brokerage: NDArray[np.float64]) -> Structure:
        names = ("effective_size", "efficiency", "constraint", "hierarchy", "betweenness", "blau", "iqv")
        return Structure(
            components=int(row["components"]),
            brokerage=tuple((p, value) for p, value in enumerate(brokerage.tolist()) if value == value),
            shannon=row["shannon"],
            **{name: row[name] for name in names},
        )


def _number(value: float) -> float:
    return float(value) if value == value else math.nan


def _positions(where: NDArray[Any]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(where).tolist())


def bulk_figures(
    cards: PackedCards, *, blocks: int | None = None, progress: Callable[[float, str], None] | None = None
) -> BulkFigures:
    """Measure many cards, on all processors.

    Parameters
    ----------
    cards
        The packed cards.
    blocks
        How many blocks run side by side; by default one for each processor.
    progress
        Told how far it is (0 to 1).
    """
    result = _room_for(cards)
    sizes = np.diff(cards.first)
    for smallest, largest, width in _WIDTHS:
        if ((sizes >= smallest) & (sizes <= largest)).any():
            _in_blocks(partial(_measure, result, smallest, largest, width), len(cards), blocks or _processors())
        if progress is not None:
            progress(largest / MAX_ALTERS, "")
    return result


def _room_for(cards: PackedCards) -> BulkFigures:
    """Make room for figures in one piece, which the system hands out in large pages: small ones take a tenth longer."""
    count, entries, groups = len(cards), len(cards.codes), len(GROUPS)
    means, counts, structure = groups * len(engine.MEANS), groups * len(engine.COUNTS), len(engine.STRUCTURE)
    ends = np.cumsum([8 * count * means, 8 * count * structure, 8 * entries, 4 * count * counts, entries])
    pieces = np.split(np.empty(ends[-1], np.uint8), ends[:-1])
    return BulkFigures(
        means=pieces[0].view(np.float64).reshape(count, groups, len(engine.MEANS)),
        structure=pieces[1].view(np.float64).reshape(count, structure),
        brokerage=pieces[2].view(np.float64),
        counts=pieces[3].view(np.int32).reshape(count, groups, len(engine.COUNTS)),
        marks=pieces[4],
        cards=cards,
    )


def figures_in_parts(parts: Iterable[tuple[Sequence[str], bytes]]) -> Iterator[tuple[Sequence[str], BulkFigures]]:
    """Measure cards part by part as a store gives them; while one part is read, others are measured.

    Parameters
    ----------
    parts
        The ids of some cards, and their structures end to end.

    Raises
    ------
    FormatError
        A card is damaged.
    """
    with ThreadPoolExecutor(_processors()) as pool:
        begun = deque((ids, pool.submit(_measured, joined, len(ids))) for ids, joined in parts)
        while begun:
            ids, figures = begun.popleft()
            yield ids, figures.result()


def _measured(joined: bytes, count: int) -> BulkFigures:
    return bulk_figures(PackedCards.from_joined(joined, count), blocks=1)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_blocks(work: Callable[[int, int], None], count: int, blocks: int) -> None:
    number = max(1, min(count // _BLOCK, blocks))
    edges = [count * block // number for block in range(number + 1)]
    if number == 1:
        work(0, count)
        return
    with ThreadPoolExecutor(number) as pool:
        list(pool.map(work, edges[:-1], edges[1:]))


def _measure(result: BulkFigures, smallest: int, largest: int, width: int, start: int, stop: int) -> None:
    cards = result.cards
    engine.measure_cards(
        start,
        stop,
        smallest,
        largest,
        (0,) if width == 1 else np.zeros(width, np.uint8),
        cards.first,
        cards.codes,
        cards.tie_first,
        cards.ties,
        result.counts,
        result.means,
        result.structure,
        result.marks,
        result.brokerage,
    )
