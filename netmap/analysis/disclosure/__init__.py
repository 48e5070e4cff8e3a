"""Disclosure control: tables of counts from which nobody can be recognised.

:func:`protect` withholds small counts and as little else as makes them safe; :func:`audit` computes
what readers of published tables can know about what they withhold. Both work on values in memory
(:mod:`netmap.model.counts`) and are exact for whole counts.
"""

from netmap.analysis.disclosure.protection import Protected, check_threshold, protect
from netmap.analysis.disclosure.publication import Audit, CellRange, audit
from netmap.model.counts import TOTAL, CountTable, PublishedTable

__all__ = [
    "TOTAL",
    "Audit",
    "CellRange",
    "CountTable",
    "Protected",
    "PublishedTable",
    "audit",
    "check_threshold",
    "protect",
]
