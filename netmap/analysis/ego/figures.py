"""The way in: figures of one card from its records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netmap.analysis.ego.single import figures_of_codes
from netmap.model.packed import pack_codes, structure_of

if TYPE_CHECKING:
    from netmap.analysis.ego.values import CardFigures
    from netmap.model.cases import Alter, Tie

#: above this many steps (entries × ends of ties) loading the compiled engine is the shorter way
_COMPILED_FROM = 2_000_000


def card_figures(alters: Sequence[Alter], ties: Iterable[Tie]) -> CardFigures:
    """Compute all figures of one card.

    Parameters
    ----------
    alters
        Its entries; the result names them by their position here.
    ties
        Ties between them; those known not to exist count as none.

    Raises
    ------
    FormatError
        There are more than 1,024 entries.

    References
    ----------
    easyNWK 2.7 (definitions of the figures), Burt 1992, Borgatti 1997 (structure).

    Examples
    --------
    >>> from netmap.model.cases import Alter, Tie
    >>> def entry(id, angle, distance):
    ...     return Alter(id=id, case="c", card="k", entry=id, angle=angle, distance=distance, ego_tie="loose")
    >>> two = [entry("a", 10, 20), entry("b", 120, 50)]
    >>> found = card_figures(two, [Tie(case="c", card="k", a="a", b="b")])
    >>> found.groups["all"].size, found.groups["family"].closeness_mean, found.structure.effective_size
    (2, 8.0, 1.0)
    """
    codes, pairs = structure_of(alters, ties)
    if len(codes) * 2 * len(pairs) <= _COMPILED_FROM:
        return figures_of_codes(codes, pairs)
    from netmap.analysis.ego.bulk import PackedCards, bulk_figures

    return bulk_figures(PackedCards.from_blobs([pack_codes(codes, pairs)])).card(0)
