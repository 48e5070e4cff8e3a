"""Who may do what: every use case names its action, every refusal holds and is logged."""

import inspect
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import netmap.usecases as usecases
from netmap.errors import PermissionRefused, SettingsError
from netmap.model.cases import Case
from netmap.usecases import cases, directory, district
from netmap.usecases.desk import RULES, Actor, Desk, Role
from tests.support.houses import desk_as, fill, house_in

#: takes a desk for what it needs below, but is no use case of its own
_HELPERS = {
    "day_at", "read_case", "hidden_places", "visible", "take_back", "own_steps", "load_demo", "load_cases",
}  # fmt: skip


def every_use_case() -> list[tuple[str, object]]:
    found = []
    for module in pkgutil.iter_modules(usecases.__path__):
        loaded = import_module(f"netmap.usecases.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if name.startswith("_") or name in _HELPERS or function.__module__ != loaded.__name__:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and first.name == "desk":
                found.append((f"{module.name}.{name}", function))
    return found


def test_there_are_use_cases() -> None:
    assert len(every_use_case()) > 40


@pytest.mark.parametrize(("name", "function"), every_use_case(), ids=[n for n, _ in every_use_case()])
def test_every_use_case_names_an_action_of_the_one_table(name: str, function: object) -> None:
    assert getattr(function, "action", None) in RULES, f"{name} is not marked with @needs"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(RULES))
def test_a_role_may_only_what_the_table_says(tmp_path: Path, role: Role, action: str) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, role)
        if role in RULES[action].roles:
            desk.require(action)
            return
        with pytest.raises(PermissionRefused):
            desk.require(action)
        logged = house.partners.audit(by="sabine.kern", limit=1)[0]
        assert logged.action == f"refused:{action}"


def test_no_planner_coordinator_or_administrator_opens_a_case(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        made = cases.begin_case(desk_as(house, Role.CASE_MANAGEMENT), name="Erika Probe")
        for role in set(Role) - {Role.CASE_MANAGEMENT}:
            with pytest.raises(PermissionRefused):
                cases.open_case(desk_as(house, role, account="other"), made.id)
            with pytest.raises(PermissionRefused):
                cases.list_cases(desk_as(house, role, account="other"))


def test_another_case_manager_is_refused_and_the_refusal_is_logged(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        made = cases.begin_case(desk_as(house, Role.CASE_MANAGEMENT), name="Erika Probe")
        other = desk_as(house, Role.CASE_MANAGEMENT, account="emre.aksoy")
        with pytest.raises(PermissionRefused):
            cases.open_case(other, made.id)
        assert cases.list_cases(other) == []
        seen = house.cases.audit(entity=f"case:{made.id}", by="emre.aksoy")
        assert [s.action for s in seen] == ["refused:case.open"]


def test_a_deputy_opens_what_they_stand_in_for(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        made = cases.begin_case(desk_as(house, Role.CASE_MANAGEMENT), name="Erika Probe")
        deputy = desk_as(house, Role.CASE_MANAGEMENT, account="emre.aksoy", deputy_of="sabine.kern")
        assert cases.open_case(deputy, made.id).case.name == "Erika Probe"


def test_holding_a_case_is_what_opens_it() -> None:
    case = Case.of_stored({"id": "c", "case_manager": "sabine.kern", "opened_on": "2026-01-01"})
    assert Actor("sabine.kern", frozenset()).holds(case)
    assert not Actor("emre.aksoy", frozenset(Role)).holds(case)


def test_protected_places_are_nowhere_for_those_without_the_right(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        planner = desk_as(house, Role.PLANNING)
        on = house.today()
        assert not directory.search(planner, "Lindenzuflucht", on=on)
        shown = directory.search(planner, "", on=on, tables=["places"])
        assert {f.record.key for f in shown} == {"bh", "rat"}
        services = {f.record.key: f.record for f in directory.search(planner, "", on=on, tables=["services"])}
        assert services["schutz"].to_row()["places"] == []
        with pytest.raises(Exception, match="geheim"):
            directory.entry(planner, "places", "geheim")
        with pytest.raises(PermissionRefused):
            district.export_district(planner, tmp_path / "out", protected=True)
        district.export_district(planner, tmp_path / "out", protected=False)
        written = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "out").iterdir())
        assert "Lindenzuflucht" not in written
        assert "Verborgene" not in written


def test_they_are_there_for_those_with_the_right(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        manager = desk_as(house, Role.CASE_MANAGEMENT)
        assert [f.record.key for f in directory.search(manager, "Lindenzuflucht", on=house.today())] == ["geheim"]


def test_the_command_line_acts_as_an_account_of_its_own(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        district.export_district(Desk(house, Actor.cli()), tmp_path / "out")
        assert house.partners.audit(limit=1)[0].by == "cli"
        assert house.partners.audit(limit=1)[0].action == "export:protected"


@pytest.mark.parametrize("action", [name for name, rule in RULES.items() if rule.opens])
def test_without_a_key_nobody_opens_a_case(tmp_path: Path, action: str) -> None:
    with house_in(tmp_path) as house:
        Desk(house, Actor.cli()).require(action)
        assert house.codec
    with house_in(tmp_path, keyless=True) as house:
        desk = Desk(house, Actor.cli())
        assert not desk.may(action)
        with pytest.raises(PermissionRefused, match="keinen Schlüssel"):
            desk.require(action)
        assert house.partners.audit(by="cli", limit=1)[0].action == f"refused:{action}"
        with pytest.raises(SettingsError, match="keinen Schlüssel"):
            _ = house.codec
        with pytest.raises(SettingsError):
            house.make_key()


def test_every_action_on_a_case_needs_the_key() -> None:
    assert {name for name, rule in RULES.items() if rule.object == "case"} < {n for n, r in RULES.items() if r.opens}
