"""The tables below the picture of the network."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from datetime import date

    from netmap.messages import text
    from netmap.ui.network.tables import _draw

    rows = [{"kind": "pair", "a": "a", "b": "b"}, {"kind": "pair", "a": "a", "b": "c"}]
    _draw({text("Newest report"): [date(2026, 11, 20), None]}, rows, key="probe")


def test_who_was_never_asked_has_a_dash_for_a_day() -> None:
    ran = AppTest.from_function(_page).run(timeout=60)
    assert not ran.exception
    (table,) = ran.dataframe
    assert table.proto.placeholder == "–"
    assert "DD.MM.YYYY" in table.proto.columns
