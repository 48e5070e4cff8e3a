"""The release gate: every figure that comes from cases passes here, and nowhere else.

Figures are counted from structures alone (needs, days, phases), without any key. What is small, what
could be computed from what is published, and what would tell an earlier release apart by a few cases
is withheld; what leaves is audited as a reader would attack it, and remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Final

from netmap.analysis.disclosure import audit, check_threshold
from netmap.analysis.needpairs import NeedCounts, NeedRows, count_needs, moved
from netmap.analysis.needtriples import Changes, Pair, Triple, lowest_triple, pairs_in, tellable_triples
from netmap.errors import RefusedError
from netmap.messages import Message, message
from netmap.model.changes import PublishFigures
from netmap.model.counts import TOTAL, Key, PublishedTable
from netmap.model.ids import new_id
from netmap.model.partners import Publication
from netmap.usecases.desk import Desk, needs

#: under which name releases of need pairs are remembered
NEED_PAIRS: Final = "need-pairs"


@dataclass(frozen=True, slots=True)
class ReleasedPairs:
    """Counts of need pairs that may be shown.

    Attributes
    ----------
    cases
        Cases with an open need; ``None``: withheld.
    pairs
        Cases with both needs, by pair in order; ``None``: withheld, whatever the reason.
    triples
        Cases with all three needs, by triple in order; only those that may be told.
    threshold
        The smallest number shown.
    earlier
        How many earlier releases were looked at.
    protocol
        What was done, for the report; never with a number of what is withheld by which reason.
    """

    on: date
    cases: int | None
    pairs: Mapping[Pair, int | None]
    threshold: int
    earlier: int
    protocol: tuple[Message, ...]
    triples: Mapping[Triple, int] = field(default_factory=dict)

    @property
    def withheld(self) -> int:
        """How many counts are not shown."""
        return sum(n is None for n in self.pairs.values())


@needs("planning.release")
def released_need_pairs(desk: Desk, *, on: date) -> ReleasedPairs:
    """Count pairs and triples of needs on a day and release what may be shown.

    Raises
    ------
    PermissionRefused
        The role does not cover it.
    RefusedError
        What is about to leave did not stand the audit.
    """
    desk.require("planning.release")
    threshold = desk.house.settings.threshold
    check_threshold(threshold)
    rows = desk.house.cases.load("needs")["needs"]  # without a codec: structures only
    codes = desk.house.vocabulary["needs"].codes + tuple(
        c.code for c in desk.house.district().codes if c.list == "needs"
    )
    needs = NeedRows(rows, codes=codes)
    counts = count_needs(needs.on(on), triples=True)
    earlier = _earlier(desk, NEED_PAIRS)
    close = _told_apart(earlier, on=on, needs=needs, counts=counts, threshold=threshold)
    total, shown = _protected(counts, close, threshold=threshold)
    triples = _triples(counts, shown, earlier, on=on, needs=needs, threshold=threshold)
    _stand_audit(total, shown, triples, threshold=threshold)
    figures: dict[str, Any] = {
        "cases": total,
        "pairs": {"|".join(pair): n for pair, n in shown.items()},
        "triples": {"|".join(triple): n for triple, n in triples.items()},
    }
    _remember(desk, NEED_PAIRS, on=on, threshold=threshold, figures=figures, earlier=earlier)
    return ReleasedPairs(on, total, shown, threshold, len(earlier), _protocol(threshold, len(earlier)), triples)


def _protected(
    counts: NeedCounts, close: frozenset[Pair], *, threshold: int
) -> tuple[int | None, dict[Pair, int | None]]:
    """Withhold what is small, and what the number of cases and the rest would give away.

    Each pair is a table of its own (both needs: yes or no); all share the number of cases, which stays
    published where it is large enough itself. So the two cells of a small one go together, and a pair
    that all cases but one or two have is withheld as well.
    """
    total = counts.cases if counts.cases >= threshold else None
    shown: dict[Pair, int | None] = {}
    for pair, n in sorted(counts.pairs.items()):
        # a 0 is withheld, too: otherwise "withheld" would mean one or two
        hidden = n < threshold or 0 < counts.cases - n < threshold or pair in close or total is None
        shown[pair] = None if hidden else n
    _spare_small_triples(shown, counts, threshold=threshold)
    return total, shown


def _spare_small_triples(shown: dict[Pair, int | None], counts: NeedCounts, *, threshold: int) -> None:
    """Withhold pairs so large that some of their cases must have a third need which few have."""
    for triple, n in sorted(counts.triples.items()):
        while n < threshold and lowest_triple(shown, triple, cases=counts.cases) > 0:
            told = [(count, pair) for pair in pairs_in(triple) if (count := shown[pair]) is not None]
            shown[min(told)[1]] = None


def _triples(
    counts: NeedCounts,
    shown: Mapping[Pair, int | None],
    earlier: Sequence[Publication],
    *,
    on: date,
    needs: NeedRows,
    threshold: int,
) -> dict[Triple, int]:
    """Give the triples that may be told beside these pairs and beside all earlier releases."""
    found = dict(tellable_triples(counts, shown, threshold=threshold))
    now = needs.on(on)
    for day in sorted({p.on for p in earlier}):
        told = [(p.figures or {}).get("triples") or {} for p in earlier if p.on == day]
        again = [t for t in found if any("|".join(t) in figures for figures in told)]
        if not again:
            continue
        then = needs.on(day)
        changes, known = Changes.between(then, now), count_needs(then, triples=True).triples
        for triple in again:
            counted = {n for figures in told if (n := figures.get("|".join(triple))) is not None}
            moves = [*changes.by_part(triple), *(abs(n - found[triple]) for n in counted - {known[triple]})]
            if any(0 < n < threshold for n in moves):
                del found[triple]
    return found


def _stand_audit(
    total: int | None, shown: Mapping[Pair, int | None], triples: Mapping[Triple, int], *, threshold: int
) -> None:
    """Attack what is about to leave as a reader would; refuse it all if that succeeds."""
    if total is None:
        return  # nothing is shown at all
    leaving = [_published(p, n, total) for p, n in shown.items()]
    leaving += [_published_triple(t, n, shown, total) for t, n in triples.items()]
    if not audit(leaving, threshold=threshold).passed:
        raise RefusedError("The figures did not stand the audit and were not released.")


def _published_triple(triple: Triple, n: int, shown: Mapping[Pair, int | None], total: int) -> PublishedTable:
    """Give a triple as a reader sees it: three needs, yes or no each, with all that can be subtracted."""
    cells: dict[Key, int | None] = dict.fromkeys(product(("yes", "no"), repeat=3))
    cells["yes", "yes", "yes"], cells[TOTAL, TOTAL, TOTAL] = n, total
    for third, pair in zip((2, 1, 0), pairs_in(triple), strict=True):
        for answer, count in ((TOTAL, shown[pair]), ("no", (shown[pair] or 0) - n)):
            key = ["yes", "yes", "yes"]
            key[third] = answer
            cells[tuple(key)] = count
    return PublishedTable("|".join(triple), triple, cells)


def _published(pair: Pair, n: int | None, total: int) -> PublishedTable:
    rest = None if n is None else total - n
    cells: dict[Key, int | None] = {("yes",): n, ("no",): rest, (TOTAL,): total}
    return PublishedTable("|".join(pair), ("|".join(pair),), cells)


def _told_apart(
    earlier: Sequence[Publication],
    *,
    on: date,
    needs: NeedRows,
    counts: NeedCounts,
    threshold: int,
) -> frozenset[Pair]:
    """Find pairs whose new count, beside an earlier one, would be about one or two cases."""
    close: set[Pair] = set()
    now = needs.on(on)
    then = {day: needs.on(day) for day in {p.on for p in earlier}}
    known_then = {day: count_needs(packed).pairs for day, packed in then.items()}
    moved_since = {day: moved(packed, now) for day, packed in then.items()}
    for publication in earlier:
        known, flows = known_then[publication.on], moved_since[publication.on]
        for name, told in ((publication.figures or {}).get("pairs") or {}).items():
            a, _, b = name.partition("|")
            pair = (a, b)
            if told is None or pair not in counts.pairs:
                continue
            if told == known.get(pair):
                small = any(0 < n < threshold for n in flows.get(pair, ()))
            else:  # the cases themselves were changed since: only the difference is known
                small = 0 < abs(told - counts.pairs[pair]) < threshold
            if small:
                close.add(pair)
    return frozenset(close)


def _earlier(desk: Desk, subject: str) -> tuple[Publication, ...]:
    rows = desk.house.partners.load("publications", only=("subject", [subject]))["publications"]
    return tuple(Publication.of_stored(r) for r in rows)


def _remember(
    desk: Desk,
    subject: str,
    *,
    on: date,
    threshold: int,
    figures: Mapping[str, Any],
    earlier: Sequence[Publication],
) -> None:
    if any(p.on == on and p.figures == figures for p in earlier):
        return
    made = Publication(
        id=new_id(),
        subject=subject,
        on=on,
        threshold=threshold,
        figures=figures,
        at=desk.house.clock(),
        by=desk.actor.account,
    )
    desk.house.partners.apply(PublishFigures.adding(made), by=desk.actor.account)


def _protocol(threshold: int, earlier: int) -> tuple[Message, ...]:
    return (
        message("Counts from fewer than {threshold} cases are withheld, zeros too.", threshold=threshold),
        message("A count is also withheld if all cases but a few have it: the total would tell."),
        message(
            "Compared with {count} earlier releases: a count that differs by fewer than {threshold} cases "
            "that came or went is withheld.",
            count=earlier,
            threshold=threshold,
        ),
        message("What is shown was attacked as a reader would; no withheld count can be computed."),
        message(
            "Protects against readers who know the publication only: who knows one withheld count may compute others."
        ),
    )
