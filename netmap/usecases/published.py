"""Published figures whose parts do not sum to their total: read from the seeds, said in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netmap.analysis.sums import PartsAndTotal, parts_and_total
from netmap.exchange.numbers import parse_number
from netmap.exchange.tabular import parse_table
from netmap.messages import language, text

#: worked examples; their sources stand in the README beside them
SEEDS: Final = Path(__file__).parents[2] / "seeds" / "published"


def entitled_in_oberhausen() -> PartsAndTotal:
    """Give the published figures of people entitled in Oberhausen (Beirat Jobcenter Oberhausen, 29.4.2015).

    Raises
    ------
    OSError
        The seeds do not lie beside the program.
    """
    path = SEEDS / "elb_oberhausen.csv"
    table = parse_table(path.read_bytes(), name=path.name)
    found = parts_and_total((r.cells["part"], parse_number(r.cells["people"], whole=True)) for r in table.rows)
    assert found is not None  # the file is ours
    return found


def said(found: PartsAndTotal, *, parts_shown: int = 6) -> str:
    """Say how parts and total compare: the parts where they are few, else how many there are."""
    total, summed = whole(found.total), whole(found.sum)
    if found.agree:
        return text("The parts add up to the published total of {total}.", total=total)
    if len(found.parts) <= parts_shown:
        summed = f"{' + '.join(whole(n) for n in found.parts.values())} = {summed}"
    if found.missing > 0:
        return text(
            "Published as a total: {total}; its parts: {parts}. {count} are missing from the parts.",
            total=total,
            parts=summed,
            count=whole(found.missing),
        )
    return text(
        "Published as a total: {total}; its parts: {parts}. That is {count} too many.",
        total=total,
        parts=summed,
        count=whole(-found.missing),
    )


def whole(count: float) -> str:
    """Write a count in groups of three as the language does; a part of a whole only where there is one.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("de"):
    ...     whole(19967.0), whole(2.5)
    ('19.967', '2,5')
    >>> with speaking("en"):
    ...     whole(19967.0)
    '19,967'
    """
    shown = f"{count:,.0f}" if count == int(count) else f"{count:,.1f}"
    return shown.translate(str.maketrans(",.", ".,")) if language() == "de" else shown
