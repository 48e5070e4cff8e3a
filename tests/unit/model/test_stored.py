"""Rows as a store gives them say what their cells say."""

from __future__ import annotations

import json

from netmap.model.partners import Code
from netmap.model.stored import row_type


def test_a_row_is_what_its_cells_say() -> None:
    make = row_type(Code.TABLE, {"notes": json.loads})
    row = make(("needs", "work", "Arbeit", '{"seen": 1}'))
    assert row == make(["needs", "work", "Arbeit", '{ "seen": 1 }'])
    assert row == make(("needs", "work", "Arbeit", '{"seen": 1}'))
    assert row == {"list": "needs", "code": "work", "label": "Arbeit", "notes": {"seen": 1}}
    assert row != make(("needs", "work", "Arbeit", '{"seen": 2}'))
    assert row != make(("needs", "debt", "Arbeit", '{"seen": 1}'))
    assert row != {"list": "needs"}
    assert row != "needs"
