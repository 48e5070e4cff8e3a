"""The page around the app: what it tells Streamlit, and what it fetches ahead."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import streamlit

from netmap.model.tables import Room, tables_of
from netmap.ui.canvas.built import BUILD, COMPONENTS, component_address
from netmap.ui.files import OurFiles
from netmap.ui.frame import FIRST, KINDS, fetched_ahead, fetched_later, framed
from netmap.ui.labels import table_label
from netmap.ui.pagelist import PAGES
from netmap.ui.theme import OPTIONS
from netmap.ui.theme import STATIC as OUR_STATIC
from tests.support.loops import finished

STATIC = Path(streamlit.__file__).parent / "static"


@pytest.fixture(scope="module")
def page() -> str:
    return framed((STATIC / "index.html").read_bytes(), "/karten").decode()


def test_the_page_speaks_german_and_bears_our_name(page: str) -> None:
    assert '<html lang="de">' in page
    assert "<title>netmap</title>" in page


def test_the_look_is_there_before_anything_is_drawn_and_wins_over_streamlits_own(page: str) -> None:
    head, body = page.split("<body>")
    found = re.search(r'((?:<link rel="stylesheet" href="/netmap/[a-z.]+\?[0-9a-f]{12}">)+)<div id="root">', body)
    assert found
    assert re.findall(r"[a-z]+\.css", found[1]) == ["frame.css", "cards.css"]
    assert "frame.css" not in head
    assert "cards.css" not in head


def test_streamlit_is_told_its_root_before_its_script_asks(page: str) -> None:
    told = page.index("window.__streamlit=")
    assert told < page.index('<script type="module"')
    host = re.search(r"HOST_CONFIG:(\{.*?\})\}", page)
    assert host
    assert json.loads(host[1]) == {"allowedOrigins": [], "useExternalAuthToken": False}


@pytest.mark.parametrize("address", [page.address for page in PAGES])
def test_every_script_fetched_ahead_is_there_and_asked_for_once(address: str) -> None:
    ahead = fetched_ahead(f"/{address}")
    assert len(ahead) == len(set(ahead))
    own = [a for a in ahead if a.startswith(COMPONENTS)]
    others = [a for a in ahead if not a.startswith(COMPONENTS)]
    assert len(others) > 5
    assert all((STATIC / a.lstrip("/")).is_file() for a in others)
    assert all((BUILD / a.rsplit("/", 1)[1].split("?")[0]).is_file() for a in own)
    written = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not [a for a in others if a.rsplit("/", 1)[1] in written]


@pytest.mark.parametrize("address", [page.address for page in PAGES])
def test_what_a_press_may_need_is_fetched_later_and_nothing_twice(address: str) -> None:
    ahead, later = set(fetched_ahead(f"/{address}")), fetched_later(f"/{address}")
    assert len(later) == len(set(later))
    assert not ahead & set(later)
    for kind in KINDS:
        assert [a for a in (*ahead, *later) if a.startswith(f"/static/js/{kind}.")], kind
    kinds = next(page.kinds for page in PAGES if page.address == address)
    assert set(kinds) <= set(KINDS)
    for kind in (*FIRST, *kinds):
        assert [a for a in ahead if a.startswith(f"/static/js/{kind}.")], kind


def test_pages_fetch_the_components_they_draw() -> None:
    assert component_address("card", "js") in fetched_ahead("/karten")
    assert component_address("card", "js") not in fetched_ahead("/planung")
    assert fetched_ahead("/elsewhere")[-1] == component_address("shell", "js")


def test_a_component_has_an_address_that_names_what_it_holds() -> None:
    assert re.fullmatch(rf"{COMPONENTS}/netmap\.card/card\.js\?[0-9a-f]{{12}}", component_address("card", "js"))
    assert component_address("card", "js")[-12:] != component_address("map", "js")[-12:]


def test_looks_of_components_and_our_own_fonts_are_fetched_ahead_and_no_other_font(page: str) -> None:
    planning = framed((STATIC / "index.html").read_bytes(), "/planung").decode()
    assert f'<link rel="preload" as="style" href="{component_address("matrix", "css")}">' in planning
    assert f'<link rel="modulepreload" crossorigin href="{component_address("matrix", "js")}">' in planning
    assert "netmap.matrix" not in page
    fonts = re.findall(r'<link[^>]*as="font"[^>]*href="([^"]+)"', page)
    # the very addresses that the theme asks for, or they would be fetched twice
    assert fonts == [face["url"] for face in OPTIONS["theme.fontFaces"]]  # type: ignore[attr-defined]
    assert "SourceSans" not in page


@pytest.mark.parametrize(("query", "kept"), [(b"0123456789ab", True), (b"", False)])
def test_what_its_address_names_is_kept_by_the_browser(query: bytes, kept: bool) -> None:
    scope = {"type": "http", "method": "GET", "path": "/frame.css", "headers": [], "query_string": query}
    answer = finished(OurFiles(directory=OUR_STATIC).get_response("frame.css", scope))
    assert answer.status_code == 200
    assert ("immutable" in answer.headers.get("cache-control", "")) == kept


def test_every_table_of_both_rooms_has_a_name_people_read() -> None:
    for spec in (*tables_of(Room.PARTNERS), *tables_of(Room.CASES)):
        assert table_label(spec.name)[0].isupper(), spec.name
