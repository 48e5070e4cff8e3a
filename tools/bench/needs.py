"""Need pairs and triples over 200,000 cases, from packed masks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from netmap.analysis.needpairs import PackedNeeds, count_needs
from netmap.model.partners import NEEDS
from tools.bench import Measurement, median_seconds

CASES = 200_000


def run() -> Iterator[Measurement]:
    """Count pairs and triples; the peer counts the same pairs with a Counter."""
    codes = tuple(sorted(NEEDS))
    chance = np.random.default_rng(1)
    has = chance.random((CASES, len(codes))) < chance.uniform(0.05, 0.4, len(codes))
    masks = (has * (np.uint64(1) << np.arange(len(codes), dtype=np.uint64))).sum(axis=1).astype(np.uint64)
    packed = PackedNeeds(codes, masks)
    needs = [[codes[k] for k in np.flatnonzero(row)] for row in has]

    def counter() -> Counter[tuple[str, str]]:
        return Counter(pair for row in needs for pair in combinations(row, 2))

    expected = counter()
    assert all(n == expected[p] for p, n in count_needs(packed).pairs.items())
    yield Measurement(
        what=f"need pairs, {CASES:,} cases",
        ours=median_seconds(lambda: count_needs(packed)),
        unit="s",
        peer=median_seconds(counter, times=1, warm=0),
        peer_name="collections.Counter",
    )
    yield Measurement(
        what=f"need pairs and triples, {CASES:,} cases",
        ours=median_seconds(lambda: count_needs(packed, triples=True)),
        unit="s",
        at_most=0.5,
    )
