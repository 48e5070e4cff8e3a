"""Siting: which places, of those that could be had, serve people best, and how sure that is.

Four questions (:mod:`~netmap.analysis.siting.objectives`), each answered with the sites, their value
and a proven bound; what single sites add and what else would be nearly as good
(:mod:`~netmap.analysis.siting.insight`).
"""

from netmap.analysis.siting.insight import Alternative, Contribution, alternatives, contributions
from netmap.analysis.siting.objectives import (
    OBJECTIVES,
    max_coverage,
    p_center,
    p_median,
    set_cover,
    site,
)
from netmap.analysis.siting.problem import Siting, SitingProblem

__all__ = [
    "OBJECTIVES",
    "Alternative",
    "Contribution",
    "Siting",
    "SitingProblem",
    "alternatives",
    "contributions",
    "max_coverage",
    "p_center",
    "p_median",
    "set_cover",
    "site",
]
