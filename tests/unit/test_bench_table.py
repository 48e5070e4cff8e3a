"""The benchmark table: ratios and aims are read the right way round."""

from __future__ import annotations

import pytest

from tools.bench import Measurement, median_seconds
from tools.bench.__main__ import line, modules


def measured(**values) -> Measurement:
    return Measurement(**{"what": "edit", "ours": 3.0, "unit": "ms", **values})


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({}, None),
        ({"at_most": 3}, True),
        ({"at_most": 2.9}, False),
        ({"at_least": 4}, False),
        # with a peer the aim is about the ratio, here 3 ÷ 2
        ({"peer": 2.0, "at_most": 1.5}, True),
        ({"peer": 2.0, "at_most": 1.4}, False),
        ({"peer": 2.0, "at_least": 1, "at_most": 2}, True),
    ],
)
def test_an_aim_is_kept_or_missed(values, kept):
    assert measured(**values).kept is kept


def test_a_line_shows_both_figures_and_the_ratio():
    row = line("store", measured(peer=2.0, peer_name="fdatasync", at_most=1.5))
    assert row == ("store", "edit", "3 ms", "2 ms fdatasync", "1.5", "≤ 1.5", "kept")


def test_an_unknown_benchmark_is_named():
    with pytest.raises(SystemExit, match="no such benchmark: nonsense"):
        modules(["nonsense"])


def test_runs_to_warm_up_do_not_count():
    calls = []
    assert median_seconds(lambda: calls.append(1), times=3, warm=2) >= 0
    assert len(calls) == 5
