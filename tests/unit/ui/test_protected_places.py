"""No page tells those without the right where a protected place of the demo is, nor that it is there."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from netmap.bootstrap import House
from netmap.errors import PermissionRefused
from netmap.messages import text
from netmap.settings import load_settings
from netmap.ui.pagelist import PAGES
from netmap.usecases.desk import Desk, Role
from netmap.usecases.district import export_district
from tests.support.houses import desk_as
from tests.support.pages import sent
from tests.support.places import ROOT

# fmt: off
NETWORK = (
    "Picture", "Who must talk", "Service chains", "Agreements", "Core", "What if", "Overlap", "Figures",
    "Paper and files", "Partner links",
)
# fmt: on
#: the views of a page, by the key under which the session keeps the chosen one
VIEWS = {
    "network": ("net_tab", NETWORK),
    "planning": ("plan_tab", ("gaps", "pairs", "reach", "presence", "segregation", "trial", "report")),
}
WITHOUT_THE_RIGHT = [Role.COORDINATION, Role.PLANNING, Role.ADMINISTRATION, Role.DATA_PROTECTION]


def telling() -> set[str]:
    """What would tell of a protected place: its id, street and spot, and a name that no organisation bears."""
    with (ROOT / "seeds/demo/places.csv").open(encoding="utf-8", newline="") as file:
        places = [row for row in csv.DictReader(file) if row["protected"] == "yes"]
    with (ROOT / "seeds/demo/organisations.csv").open(encoding="utf-8", newline="") as file:
        borne = " ".join(row["name"] for row in csv.DictReader(file))
    found = {row[name] for row in places for name in ("id", "street", "lat", "lon")}
    return found | {row["name"] for row in places if row["name"] not in borne}


def script(desk: object, module: str) -> None:
    from importlib import import_module

    import_module(f"netmap.ui.pages.{module}").page(desk)


def told(desk: Desk, module: str, view: str | None) -> set[str]:
    """Give which of the telling words a page holds."""
    app = AppTest.from_function(script, kwargs={"desk": desk, "module": module}, default_timeout=120)
    if view is not None:
        app.session_state[VIEWS[module][0]] = view if module == "planning" else text(view)
    app.run()
    assert not app.exception, app.exception[0].message
    shown = "\n".join(sent(app._tree))
    assert len(shown) > 1000
    return {word for word in telling() if word in shown}


@pytest.fixture(scope="module")
def house(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = shutil.copytree(demo_template, tmp_path_factory.mktemp("places") / "demo")
    opened = House(load_settings({}, data=data))
    yield opened
    opened.close()


def test_what_is_looked_for_is_found_where_it_may_be_seen(house: House) -> None:
    assert told(desk_as(house, Role.CASE_MANAGEMENT), "directory", None) == telling()


@pytest.mark.parametrize("role", WITHOUT_THE_RIGHT)
def test_no_page_tells_of_a_protected_place(house: House, role: Role) -> None:
    desk = desk_as(house, role)
    assert not desk.may("directory.protected")
    seen = [p.module for p in PAGES if desk.may(p.action)]
    assert seen
    for module in seen:
        for view in VIEWS[module][1] if module in VIEWS else (None,):
            assert told(desk, module, view) == set(), (module, view)


@pytest.mark.parametrize("role", [Role.COORDINATION, Role.PLANNING])
def test_no_district_file_tells_of_a_protected_place(house: House, role: Role, tmp_path: Path) -> None:
    desk = desk_as(house, role)
    with pytest.raises(PermissionRefused):
        export_district(desk, tmp_path / "all")
    assert not (tmp_path / "all").exists()
    export_district(desk, tmp_path / "district", protected=False)
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "district").iterdir()))
    assert "p-rathaus-auenstadt" in written
    assert {word for word in telling() if word in written} == set()
