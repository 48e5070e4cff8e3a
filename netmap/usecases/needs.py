"""Needs that come together, and whether those who help with them work together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netmap.analysis.needpairs import ProviderPairs, all_provider_pairs
from netmap.errors import CallError, RefusedError
from netmap.model.changes import AddRemark, Receipt
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, SCALES, Remark
from netmap.usecases.desk import Desk, needs
from netmap.usecases.gate import ReleasedPairs, released_need_pairs
from netmap.usecases.network import day_at
from netmap.usecases.networking import NEEDS_SUBJECT, handed_over, remarks_on


@dataclass(frozen=True, slots=True)
class NeedPairs:
    """Released counts of need pairs beside the cooperation of their providers, pair by pair."""

    released: ReleasedPairs
    providers: tuple[ProviderPairs, ...]


@needs("planning.release")
def need_pairs(desk: Desk, *, on: date, scale: str = DEFAULT_SCALE) -> NeedPairs:
    """Give every pair of needs with its released count and the cooperation of the providers.

    Raises
    ------
    CallError
        There is no such scale.
    """
    if scale not in SCALES:
        raise CallError("There is no scale '{scale}'; known: {known}.", scale=scale, known=", ".join(SCALES))
    released = released_need_pairs(desk, on=on)
    return NeedPairs(released, all_provider_pairs(day_at(desk, on), released.pairs, scale=scale))


@needs("planning.edit")
def hand_over(desk: Desk, found: NeedPairs, pair: tuple[str, str], *, text: str | None = None) -> Receipt:
    """Hand a pair of needs that often come together to the coordinators: whose providers should talk.

    They read which needs it is, never how many cases there are; who talks with whom follows from the
    partner network alone.

    Raises
    ------
    RefusedError
        The count of the pair is withheld: even that it is frequent must not be told.
    """
    a, b = sorted(pair)
    if found.released.pairs.get((a, b)) is None:
        raise RefusedError("The number of cases with both needs is withheld; the pair cannot be handed over.")
    return _remark(desk, (a, b), kind="note", text=text)


@needs("planning.edit")
def take_back_pair(desk: Desk, pair: tuple[str, str]) -> Receipt:
    """Take a pair of needs off the coordinators' list."""
    a, b = sorted(pair)
    return _remark(desk, (a, b), kind="done", text=None)


@needs("network.read")
def handed_over_pairs(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Give the pairs of needs that coordinators were asked to look at, in order."""
    return tuple(handed_over(remarks_on(desk)))


def _remark(desk: Desk, pair: tuple[str, str], *, kind: str, text: str | None) -> Receipt:
    made = Remark(
        id=new_id(),
        subject=f"{NEEDS_SUBJECT}{pair[0]}|{pair[1]}",
        kind=kind,
        text=(text or "").strip() or None,
        by=desk.actor.account,
        at=desk.house.clock(),
    )
    return desk.house.partners.apply(AddRemark.adding(made), by=desk.actor.account)
