"""Segregation: how unevenly a group lives over areas, measured against a stated reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netmap.analysis.travel import Flags, Real, amounts
from netmap.errors import InputError
from netmap.messages import N_


@dataclass(frozen=True, slots=True)
class Segregation:
    """Three indices of one group against one reference; NaN where an index is undefined.

    Attributes
    ----------
    dissimilarity
        Share of the group that would have to move for the same mix everywhere, 0 to 1.
    isolation
        Mean share of the own group that a member of the group finds in its area, 0 to 1.
    exposure
        Mean share of the reference that a member of the group finds in its area, 0 to 1.
    areas
        Number of areas counted.
    group, reference
        Their totals.
    shares
        Share of the group in each area; NaN in an area without people.
    """

    dissimilarity: float
    isolation: float
    exposure: float
    areas: int
    group: float
    reference: float
    shares: Real

    def from_share(self, share: float) -> Flags:
        """Say which areas have at least this share of the group (0.2 = 20 per cent)."""
        return np.nan_to_num(self.shares, nan=-1.0) >= share


def segregation(
    group: Sequence[float] | Real,
    *,
    reference: Sequence[float] | Real | None = None,
    total: Sequence[float] | Real | None = None,
) -> Segregation:
    r"""Compute dissimilarity, isolation and exposure (interaction) over areas.

    :math:`D = \tfrac12 \sum_i |g_i/G - r_i/R|`, isolation :math:`\sum_i (g_i/G)(g_i/t_i)`, exposure
    :math:`\sum_i (g_i/G)(r_i/t_i)`. An area without people adds nothing. Without anybody of the
    group all three are NaN, without anybody of the reference the dissimilarity is.

    Parameters
    ----------
    group
        Members of the group in each area.
    reference
        Those compared with; the total is then group and reference together.
    total
        Everybody; the reference is then everybody else. One of the two is given.

    Raises
    ------
    InputError
        Negative counts, a group larger than its total, sizes that differ, or not exactly one of
        ``reference`` and ``total``.

    References
    ----------
    O. D. Duncan, B. Duncan (1955): A methodological analysis of segregation indexes. American
    Sociological Review 20, 210-217. D. S. Massey, N. A. Denton (1988): The dimensions of
    residential segregation. Social Forces 67, 281-315.

    Examples
    --------
    >>> apart = segregation([10, 0], reference=[0, 30])
    >>> apart.dissimilarity, apart.isolation, apart.exposure
    (1.0, 1.0, 0.0)
    """
    g = amounts(group, what=N_("group"))
    if (reference is None) == (total is None):
        raise InputError(N_("Either the reference or the total is needed, not both."))
    if reference is not None:
        r = amounts(reference, what=N_("reference"))
        same = len(r) == len(g)
        t = g + r if same else r
    else:
        t = amounts(total if total is not None else (), what=N_("total"))
        same = len(t) == len(g)
        r = t - g if same else t
    if not same:
        raise InputError(N_("Group and reference differ in their number of areas."))
    if (r < 0).any():
        raise InputError(N_("The group is larger than the total of its area."))
    shares = np.full(len(g), np.nan)
    np.divide(g, t, out=shares, where=t > 0)
    group_sum, reference_sum = math.fsum(g), math.fsum(r)
    some = g > 0  # others add nothing, and may be areas without people
    apart = own = other = math.nan
    if group_sum > 0:
        weight = g[some] / group_sum
        own = math.fsum(weight * shares[some])
        other = math.fsum(weight * (r[some] / t[some]))
        if reference_sum > 0:
            apart = math.fsum(np.abs(g / group_sum - r / reference_sum)) / 2
    return Segregation(apart, own, other, len(g), group_sum, reference_sum, shares)
