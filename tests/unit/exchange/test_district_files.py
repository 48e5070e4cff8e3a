"""District files: the contract's rules, every fault at once, and a round trip that changes nothing."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from netmap.errors import CallError, FormatError, InputError
from netmap.exchange.district import read_district, write_district
from netmap.exchange.district.write import without_protected
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.partners import Area
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.district import import_district
from tests.support.houses import house_in, small_district
from tests.support.places import SEEDS, fixture_path

V = load_vocabulary()


def folder(tmp_path: Path, **tables: str) -> Path:
    base = {
        "areas": "id,name,kind,parent\nk,Kreis,kreis,\n01,Nord,sozialraum,k\n",
        "organisations": "id,name,kind\njc,Jobcenter,jobcenter\nsb,Beratung,Beratungsstelle\n",
    }
    path = tmp_path / "district"
    path.mkdir(exist_ok=True)
    for name, text in {**base, **tables}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_district(path, vocabulary=V)
    return {f.where: str(f.message) for f in caught.value.faults}


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_the_demo_survives_export_and_import_unchanged(tmp_path: Path, name: str) -> None:
    first = District.of(read_district(SEEDS / "demo", vocabulary=V).records)
    write_district(tmp_path / name, first)
    second = District.of(read_district(tmp_path / name, vocabulary=V).records)
    for table in PUBLIC_TABLES:
        one = sorted(map(str, first.rows(table)))
        assert one == sorted(map(str, second.rows(table))), table
        assert one, f"the demo has rows of {table}"


def test_hours_that_cannot_be_read_are_a_warning_with_a_proposal_and_come_in_as_they_are(tmp_path: Path) -> None:
    services = (
        "id,organisation,name,needs,opening_hours\n"
        "a,sb,A,debt,Mo–Fr 8–12\nb,sb,B,debt,Montag 8:00 bis 12:00 Uhr\nc,sb,C,debt,nach Vereinbarung\nd,sb,D,debt,\n"
    )
    path = folder(tmp_path, services=services)
    told = {w: m for w, m in notices(path).items() if w.endswith(":opening_hours")}
    assert list(told) == [
        "services.csv:1:opening_hours",
        "services.csv:3:opening_hours",
        "services.csv:4:opening_hours",
    ]
    assert "Mo 8:00 bis 12:00" in told["services.csv:3:opening_hours"]
    assert "Mo–Fr 8–12" in told["services.csv:4:opening_hours"]
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        tried = import_district(desk, path, dry_run=True)
        assert set(told) <= {n.where for n in tried.notices}
        assert not tried.change
        import_district(desk, path)
        assert house.district().services["c"].notes == {"opening_hours": "nach Vereinbarung"}


def test_importing_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        first = import_district(desk, SEEDS / "demo")
        latest = house.partners.latest()
        again = import_district(desk, SEEDS / "demo")
        assert first.added["reports"] > 300
        assert (again.added, again.changed, again.removed, again.change) == ({}, {}, {}, "")
        assert house.partners.latest() == latest


def test_a_dry_run_says_what_would_happen_and_does_nothing(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        done = import_district(Desk(house, Actor.cli()), folder(tmp_path), dry_run=True)
        assert done.added == {"areas": 2, "organisations": 2}
        assert house.partners.counts()["areas"] == 0


def test_replacing_takes_out_what_the_files_no_longer_name_and_merging_keeps_it(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        import_district(desk, folder(tmp_path, reports="from,to,level,on\njc,sb,2,2026-01-01\n"))
        only = tmp_path / "only"
        only.mkdir()
        (only / "organisations.csv").write_text("id,name,kind\nsb,Beratung neu,Beratungsstelle\nx,Neu,Verein\n")
        (only / "reports.csv").write_text("from,to,level,on\njc,sb,3,2026-01-01\nsb,jc,1,2026-01-02\n")
        done = import_district(desk, only, merge=True)
        assert done.added == {"organisations": 1, "reports": 1}
        assert done.changed == {"organisations": 1, "reports": 1}
        assert done.removed == {}
        assert set(house.district().organisations) == {"jc", "sb", "x"}
        done = import_district(desk, folder(tmp_path, reports="from,to,level,on\n"))
        assert done.removed == {"organisations": 1, "reports": 2}


def test_relations_of_one_key_are_replaced_when_merging(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        import_district(desk, folder(tmp_path, relations="from,to,kind,since\njc,sb,funds,2024-01-01\n"))
        import_district(desk, folder(tmp_path, relations="from,to,kind,since\njc,sb,funds,2025-01-01\n"), merge=True)
        assert [r.since.isoformat() for r in house.district().relations if r.since] == ["2025-01-01"]


def test_all_faults_come_at_once_with_file_row_and_column(tmp_path: Path) -> None:
    found = faults(
        folder(
            tmp_path,
            areas="id,name,kind,parent,lat\nk,Kreis,kreiss,,\n01,Nord,sozialraum,weg,95\n02,,sozialraum,k,x\n",
            services="id,organisation,name,needs,access,capacity\n"
            "a,jc,A,debt; debts,open,viele\nb,jcc,B,work,offen,\nc,jc,C,,,\n",
            reports="from,to,level,on,scale\njc,sb,5,2026-01-01,\njc,sb,1,2026-13-01,\njc,sb,1,2026-01-01,bonn\n",
        )
    )
    assert set(found) >= {
        "areas.csv:2:kind",
        "areas.csv:3:lat",
        "areas.csv:4:name",
        "areas.csv:4:lat",
        "services.csv:2:needs",
        "services.csv:2:capacity",
        "services.csv:3:organisation",
        "services.csv:3:access",
        "services.csv:4:needs",
        "reports.csv:2:level",
        "reports.csv:3:on",
        "reports.csv:4:scale",
    }
    assert "debt" in found["services.csv:2:needs"], "the nearest known word is proposed"
    assert "jc" in found["services.csv:3:organisation"]
    assert "kreis" in found["areas.csv:2:kind"]


def test_nothing_is_imported_where_anything_is_wrong(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        path = folder(tmp_path, reports="from,to,level,on\njc,sb,9,2026-01-01\n")
        with pytest.raises(InputError):
            import_district(Desk(house, Actor.cli()), path)
        assert not any(house.partners.counts().values())


def test_a_missing_column_and_a_key_told_twice_are_faults(tmp_path: Path) -> None:
    found = faults(
        folder(
            tmp_path,
            organisations="id,name\njc,Jobcenter\n",
            demand="area,need,people_low,people_high,on\n01,debt,1,2,2026-01-01\n01,debt,3,4,2026-01-01\n01,work,5,4,\n",
        )
    )
    assert found["organisations.csv:1:kind"]
    assert "2" in found["demand.csv:3:area"]
    assert found["demand.csv:4:people_low"]


def test_what_is_negative_is_called_so(tmp_path: Path) -> None:
    found = faults(
        folder(
            tmp_path,
            places="id,name,area,lat\np,P,01,-91\n",
            demand="area,need,people_low,people_high\n01,debt,-3,5\n",
            travel="area,place,minutes\n01,p,-1\n",
        )
    )
    assert found["demand.csv:2:people_low"] == "-3 ist negativ; das kann nicht sein"
    assert found["travel.csv:2:minutes"] == "-1 ist negativ; das kann nicht sein"
    assert found["places.csv:2:lat"].startswith("-91 liegt außerhalb dessen, was hier möglich ist (-90")


def test_reports_of_one_side_and_scale_on_a_day_stand_once(tmp_path: Path) -> None:
    rows = "jc,sb,1,2026-01-01,\nsb,jc,2,2026-01-01,\njc,sb,2,2026-01-01,partner\n"
    good = folder(tmp_path, reports=f"from,to,level,on,scale\n{rows}")
    assert len([r for r in read_district(good, vocabulary=V).records if r.TABLE.name == "reports"]) == 3
    found = faults(folder(tmp_path, reports=f"from,to,level,on,scale\n{rows}jc,sb,3,2026-01-01,oberhausen\n"))
    assert list(found) == ["reports.csv:5:from"]


def test_areas_must_not_contain_themselves(tmp_path: Path) -> None:
    found = faults(folder(tmp_path, areas="id,name,kind,parent\na,A,kreis,b\nb,B,kreis,a\n"))
    assert set(found) == {"areas.csv:2:parent", "areas.csv:3:parent"}


def test_a_party_with_an_unknown_role_is_told_so(tmp_path: Path) -> None:
    found = faults(folder(tmp_path, agreements="id,kind,parties\nv,Vertrag,jc:steerer; sb:chef\n"))
    assert list(found) == ["agreements.csv:2:parties"]
    assert "deliverer" in found["agreements.csv:2:parties"]


def test_german_ways_of_writing_are_read_and_reported(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "areas.csv").write_bytes(
        "id;name;kind;population;lat\r\nk;Kreis;kreis; 1 675 ;53,5\r\n01;Süd;sozialraum;1.675;\r\n".encode("cp1252")
    )
    (path / "reports.csv").write_text("from,to,level,on\njc,sb,1,01.02.2026\n")
    read = read_district(path, vocabulary=V)
    areas = {a.id: a for a in read.records if isinstance(a, Area)}
    assert (areas["k"].population, areas["k"].lat, areas["01"].population, areas["01"].name) == (
        1675,
        53.5,
        1675,
        "Süd",
    )
    told = {str(n.where) for n in read.notices}
    assert {"areas.csv", "areas.csv:2:population", "areas.csv:3:population", "reports.csv:2:on"} <= told


def test_ids_are_made_of_names_where_they_are_missing(tmp_path: Path) -> None:
    path = folder(tmp_path, organisations="name,kind\nBürgerhaus Süd,Verein\nBürgerhaus Süd,Verein\n")
    read = read_district(path, vocabulary=V)
    assert [r.key for r in read.records if r.TABLE.name == "organisations"] == [
        "buergerhaus-sued",
        "buergerhaus-sued-2",
    ]
    assert sum("id" in n.where.rsplit(":", 1)[-1] for n in read.notices) == 2


def test_own_words_and_own_columns_are_kept_and_reported(tmp_path: Path) -> None:
    path = folder(tmp_path, organisations="id,name,kind,Hausnummer\njc,Jobcenter,Jobcenter,7\nx,X,Wundertüte,\n")
    read = read_district(path, vocabulary=V)
    organisations = {r.key: r.to_row() for r in read.records if r.TABLE.name == "organisations"}
    assert organisations["jc"]["kind"] == "Jobcenter", "kept as it was written"
    assert organisations["jc"]["notes"] == {"Hausnummer": "7"}
    told = " ".join(map(str, read.notices))
    assert "Wundertüte" in told
    assert "Hausnummer" in told
    write_district(tmp_path / "out", District.of(read.records))
    with (tmp_path / "out" / "organisations.csv").open() as file:
        assert [row["Hausnummer"] for row in csv.DictReader(file)] == ["7", ""]


def test_a_municipality_adds_needs_by_codes(tmp_path: Path) -> None:
    services = "id,organisation,name,needs\na,jc,A,digital\n"
    assert list(faults(folder(tmp_path, services=services))) == ["services.csv:2:needs"]
    path = folder(tmp_path, services=services, codes="list,code,label\nneeds,digital,Digitales\n")
    assert len(read_district(path, vocabulary=V).records) == 6


def test_words_are_added_to_lists_that_there_are_and_that_are_open(tmp_path: Path) -> None:
    """A list that takes none would be refused at every later use of the district."""
    codes = "list,code,label\nneed,digital,Digitales\naccess,night,Nachts\ntarget_groups,divers,Seeleute\n"
    found = faults(folder(tmp_path, codes=codes))
    assert list(found) == ["codes.csv:2:list", "codes.csv:3:list"]
    assert "needs" in found["codes.csv:2:list"]
    services = "id,organisation,name,needs,target_groups\na,jc,A,debt,Seeleute; Matrosen\n"
    codes = "list,code,label\ntarget_groups,divers,Seeleute\n"
    told = notices(folder(tmp_path, codes=codes, services=services))
    assert "Matrosen" in told["services.csv:target_groups"], "what the table of codes names is no strange word"


def test_leaving_out_protected_places_leaves_no_trace_of_them(tmp_path: Path) -> None:
    district = District.of(small_district())
    write_district(tmp_path / "all", district)
    write_district(tmp_path / "less", without_protected(district))
    everything = "".join(p.read_text() for p in (tmp_path / "all").iterdir())
    less = "".join(p.read_text() for p in (tmp_path / "less").iterdir())
    assert "geheim" in everything
    assert "Lindenzuflucht" in everything
    assert "geheim" not in less
    assert "Lindenzuflucht" not in less


def test_what_is_no_district_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError):
        read_district(tmp_path / "nowhere", vocabulary=V)
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError):
        read_district(tmp_path / "empty", vocabulary=V)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(FormatError):
        read_district(tmp_path / "x.xlsx", vocabulary=V)


def test_shapes_that_are_none_and_shapes_of_nothing(tmp_path: Path) -> None:
    path = folder(tmp_path)
    ring = [[11, 53], [11.1, 53], [11.1, 53.1], [11, 53]]
    good = {"type": "Polygon", "coordinates": [ring]}
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"id": "k"}, "geometry": good},
            {"type": "Feature", "properties": {"id": "1"}, "geometry": good},
        ],
    }
    (path / "areas.geojson").write_text(json.dumps(shapes))
    read = read_district(path, vocabulary=V)
    areas = {r.key: r.to_row() for r in read.records if r.TABLE.name == "areas"}
    assert areas["k"]["shape"] == good
    assert areas["01"]["shape"] is None
    assert any("'01'" in str(n) or "„01“" in str(n) for n in read.notices), "a lost leading zero is proposed"
    shapes["features"][1]["properties"]["id"] = 1  # type: ignore[index]
    (path / "areas.geojson").write_text(json.dumps(shapes))
    read = read_district(path, vocabulary=V)
    assert [r.to_row()["shape"] for r in read.records if r.key == "01"] == [good], "a number has lost its zeros"
    assert any("01" in str(n.message) for n in read.notices)
    shapes["features"][0]["geometry"] = {"type": "Polygon", "coordinates": [[[11, 53], [200, 53]]]}  # type: ignore[index]
    (path / "areas.geojson").write_text(json.dumps(shapes))
    assert list(faults(path)) == ["areas.geojson:features[0]"]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ({"type": "Point", "coordinates": [11, 53]}, "Polygon"),
        ({"type": "Polygon"}, "Polygon"),
        ({"type": "Polygon", "coordinates": []}, "drei Punkten"),
        ({"type": "Polygon", "coordinates": [[]]}, "Polygon"),
        ({"type": "MultiPolygon", "coordinates": []}, "drei Punkten"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "drei Punkten"),
        ({"type": "MultiPolygon", "coordinates": [[[[11, 53], [11.1, 53], [11, 53.1]]], []]}, "drei Punkten"),
        ({"type": "Polygon", "coordinates": [[[11, 53], [11.1, 53], [11, 53]]]}, "drei Punkten"),
        ({"type": "Polygon", "coordinates": [[["11", "53"], ["11.1", "53"], ["11", "53.1"]]]}, "keine Zahl ist: 11"),
        ({"type": "Polygon", "coordinates": [[[True, 53], [11.1, 53], [11, 53.1]]]}, "keine Zahl ist: True"),
        ({"type": "Polygon", "coordinates": [[[311000, 5900000], [312000, 5900000], [312000, 5910000]]]}, "Grad"),
        ({"type": "Polygon", "coordinates": [[[11, float("nan")], [11.1, 53], [11, 53.1]]]}, "Grad"),
    ],
)
def test_a_shape_that_is_none_is_told_apart_by_what_is_wrong_with_it(
    tmp_path: Path, geometry: dict[str, object], said: str
) -> None:
    path = folder(tmp_path)
    feature = {"type": "Feature", "properties": {"id": "k"}, "geometry": geometry}
    (path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    found = faults(path)
    assert list(found) == ["areas.geojson:features[0]"]
    assert said in str(found["areas.geojson:features[0]"])


@pytest.mark.parametrize(
    ("name", "area_id", "area_name"),
    [("flensburg_stadtteile.geojson", "id", "name"), ("berlin_bezirksregionen_2020.geojson", "id", "name")],
)
def test_a_map_of_real_german_areas_reads_like_the_invented_one(
    tmp_path: Path, name: str, area_id: str, area_name: str
) -> None:
    source = json.loads(fixture_path("geo", name).read_text(encoding="utf-8"))
    features = []
    lines = ["id,name,kind"]
    for number, feature in enumerate(source["features"]):
        key = str(feature.get("id") or feature["properties"].get(area_id) or number)
        title = str(feature["properties"].get(area_name) or key).replace(",", " ")
        lines.append(f"{key},{title},sozialraum")
        features.append({**feature, "properties": {"id": key}})
    path = folder(tmp_path, areas="\n".join(lines) + "\n")
    (path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    areas = [r for r in read_district(path, vocabulary=V).records if isinstance(r, Area)]
    assert len(areas) == len(source["features"])
    assert all(a.shape for a in areas)


def notices(path: Path) -> dict[str, str]:
    return {f.where: str(f.message) for f in read_district(path, vocabulary=V).notices}


def test_what_was_meant_is_proposed(tmp_path: Path) -> None:
    found = faults(
        folder(
            tmp_path,
            places="id,name,area,barrier_free\np,Haus,1,ja\nq,Saal,01 Nord,nein\nr,Hof,nord,\n",
        )
    )
    assert all("01" in found[f"places.csv:{row}:area"] for row in (2, 3, 4)), "a lost zero, a name behind it, a name"
    assert "yes" in found["places.csv:2:barrier_free"].split(";")[-1]
    assert "no" in found["places.csv:3:barrier_free"].split(";")[-1]


def test_a_table_with_a_missing_column_is_read_for_its_other_faults(tmp_path: Path) -> None:
    """And whatever refers to it is not complained about a second time."""
    tables = {
        "areas": "id,name,parent,population\nk,Kreis,weg,viele\n",
        "organisations": "id,name,kind,verified_on\njc,Jobcenter,jobcenter,gestern\n",
        "places": "id,name,area\np,Haus,k\n",
        "reports": "from,to,level,on\njc,jc,1,2026-01-01\n",
    }
    assert list(faults(folder(tmp_path, **tables))) == [
        "areas.csv:1:kind",
        "areas.csv:2:population",
        "organisations.csv:2:verified_on",
        "areas.csv:2:parent",
    ]
    (tmp_path / "district" / "areas.csv").write_text("")
    assert list(faults(tmp_path / "district")) == ["areas.csv", "organisations.csv:2:verified_on"]


def test_signs_of_german_tables(tmp_path: Path) -> None:
    services = "id,organisation,name,needs,capacity,free\na,jc,A,debt,.,-\n"
    path = folder(tmp_path, services=services)
    (service,) = (r.to_row() for r in read_district(path, vocabulary=V).records if r.key == "a")
    assert (service["capacity"], service["free"]) == (None, 0)
    assert {"services.csv:2:capacity", "services.csv:2:free"} <= set(notices(path))
    demand = "area,need,people_low,people_high\n01,debt,-,.\n"
    found = faults(folder(tmp_path, demand=demand, reports="from,to,level,on\njc,sb,-,2026-01-01\n"))
    assert list(found) == ["reports.csv:2:level", "demand.csv:2:people_high"], "no report is no level 0"
    assert "0 " in found["demand.csv:2:people_high"], "a range is proposed"


def test_demand_of_one_group_by_label_and_code_stands_once_a_day(tmp_path: Path) -> None:
    rows = "01,debt,1,2,Familien\n01,debt,3,4,families\n"
    assert list(faults(folder(tmp_path, demand=f"area,need,people_low,people_high,target_group\n{rows}"))) == [
        "demand.csv:3:area"
    ]


def test_demand_that_contains_other_demand_is_reported_whenever_it_was_counted(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        demand="area,need,people_low,people_high,target_group,on\n"
        "k,debt,1,9,,2025-01-01\n01,debt,1,3,families,2026-01-01\n01,debt,1,2,families,2025-01-01\n",
    )
    assert [w for w in notices(path) if w.startswith("demand")] == ["demand.csv:3"], "of several days the newest"


def test_loops_that_close_only_with_what_is_there_are_found(tmp_path: Path) -> None:
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        import_district(desk, folder(tmp_path))
        only = tmp_path / "only"
        only.mkdir()
        (only / "areas.csv").write_text("id,name,kind,parent\nk,Kreis,kreis,01\n")
        with pytest.raises(InputError) as caught:
            import_district(desk, only, merge=True)
    assert [f.where for f in caught.value.faults] == ["areas.csv:2:parent"]


def test_merged_areas_keep_their_shape_where_no_other_comes(tmp_path: Path) -> None:
    ring = [[11, 53], [11.1, 53], [11.1, 53.1]]
    shapes = {"features": [{"properties": {"id": "01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}
    path = folder(tmp_path)
    (path / "areas.geojson").write_text(json.dumps(shapes))
    with house_in(tmp_path / "data") as house:
        desk = Desk(house, Actor.cli())
        import_district(desk, path)
        (path / "areas.geojson").unlink()
        done = import_district(desk, path, merge=True)
        assert (done.added, done.changed, done.removed) == ({}, {}, {})
        shape = house.district().areas["01"].shape
    assert shape is not None
    assert shape["coordinates"] == [[*ring, ring[0]]], "an open ring is closed"


def test_places_far_away_are_reported(tmp_path: Path) -> None:
    path = folder(tmp_path, places="id,name,area,lat,lon\np,Haus,01,53.2,11.2\nq,Saal,01,11.2,53.2\nr,Hof,01,48,9\n")
    ring = [[11, 53], [11.1, 53], [11.1, 53.1], [11, 53]]
    shapes = {"features": [{"properties": {"id": "01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}]}
    (path / "areas.geojson").write_text(json.dumps(shapes))
    found = notices(path)
    assert [w for w in found if w.startswith("places")] == ["places.csv:3:lat", "places.csv:4:lat"]
    assert "lon" in found["places.csv:3:lat"]


def test_line_ends_and_control_characters_survive_neither_files_nor_workbooks(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "resources.csv").write_bytes(
        b'id,name,kind,area,note\nr,Garage,business,01,"eins\r\nzwei\x0bdrei\rvier _x0041_ =1+1"\n'
    )
    first = District.of(read_district(path, vocabulary=V).records)
    assert first.rows("resources")[0]["note"] == "eins\nzwei drei\nvier _x0041_ =1+1"
    for name in ("out", "out.xlsx"):
        write_district(tmp_path / name, first)
        again = District.of(read_district(tmp_path / name, vocabulary=V).records)
        assert again.rows("resources") == first.rows("resources")


def test_a_workbook_with_formulas(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "areas"
    for row in (["id", "name", "kind"], ["k", "=UPPER(A2)", "kreis"], ["#REF!", "Nord", "sozialraum"]):
        sheet.append(row)
    book.create_sheet("organisations")
    book.create_sheet("Places")
    book.save(tmp_path / "x.xlsx")
    found = faults(tmp_path / "x.xlsx")
    assert {"x.xlsx/areas:2:name", "x.xlsx/areas:3:id", "x.xlsx/organisations"} <= set(found)


def test_too_long_a_text_is_not_cut_off(tmp_path: Path) -> None:
    district = District.of([Area(id="k", name="x" * 40_000, kind="kreis")])
    with pytest.raises(CallError):
        write_district(tmp_path / "x.xlsx", district)
    assert not list(tmp_path.iterdir()), "nothing half-written"
    write_district(tmp_path / "x", district)


def test_notes_and_free_words_do_not_tell_of_protected_places(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        places="id,name,area,street,protected\nfh,Lindenzuflucht,01,Gasse 9,yes\n",
        services="id,organisation,name,needs,places,conditions,Treffpunkt\n"
        "a,sb,A,debt,fh,Anmeldung in der Gasse 9,FH\nb,sb,B,debt,,ohne,bei fhx\n",
        resources="id,name,kind,area,place,note\nr,R,business,01,fh,neben der LINDENZUFLUCHT\n",
        travel="area,place,minutes\n01,fh,5\n",
    )
    write_district(tmp_path / "less", without_protected(District.of(read_district(path, vocabulary=V).records)))
    less = {p.name: p.read_text() for p in (tmp_path / "less").iterdir()}
    everything = "".join(less.values()).casefold()
    assert not any(word in everything for word in ("lindenzuflucht", "gasse 9", "fh,", ",fh", "fh;"))
    assert "ohne" in less["services.csv"]
    assert "bei fhx" in less["services.csv"]


def test_names_that_bear_the_name_of_a_protected_place_are_replaced(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        places="id,name,area,street,protected\nfh,Lindenzuflucht,01,Gasse 9,yes\n",
        organisations="id,name,kind\njc,Jobcenter,jobcenter\nsb,Beratung,other\nlz,Lindenzuflucht Auental e.V.,other\n",
        services="id,organisation,name,needs,places\n"
        "a,lz,Aufnahme (LINDENZUFLUCHT),homelessness,fh\nb,sb,Lindenweg,debt,\n",
        resources="id,name,kind,area\nr,Freunde der Lindenzuflucht,business,01\n",
        bodies="id,name,kind\nb,Runder Tisch Lindenzuflucht,other\n",
    )
    district = District.of(read_district(path, vocabulary=V).records)
    write_district(tmp_path / "all", district)
    write_district(tmp_path / "less", without_protected(district))
    everything = "".join(p.read_text() for p in (tmp_path / "all").iterdir()).casefold()
    less = {p.name: p.read_text() for p in (tmp_path / "less").iterdir()}
    assert everything.count("lindenzuflucht") == 5
    assert "lindenzuflucht" not in "".join(less.values()).casefold()
    assert "Lindenweg" in less["services.csv"], "only what bears the name goes"
    write_district(tmp_path / "less.xlsx", without_protected(district))
    with zipfile.ZipFile(tmp_path / "less.xlsx") as book:
        inside = "".join(book.read(name).decode() for name in book.namelist()).casefold()
    assert "lindenweg" in inside
    assert "lindenzuflucht" not in inside
    again = read_district(tmp_path / "less", vocabulary=V).records
    assert {r.key for r in again if r.TABLE.name == "organisations"} == {"jc", "sb", "lz"}


def test_a_word_that_is_almost_the_list_s_own_is_reported_as_it_does_not_count_so(tmp_path: Path) -> None:
    organisations = "id,name,kind\njc,Jobcenter,JOBCENTER\nsb,Beratung,Jobcenter\nx,Amt,jobcenter\ny,Amt,Jobcenter\n"
    services = (
        "id,organisation,name,needs,service_type,legal_bases\ns,sb,S,debt,Coaching,§16a SGB II\nt,sb,T,debt,Zirkus,\n"
    )
    told = [
        str(n)
        for n in read_district(folder(tmp_path, organisations=organisations, services=services), vocabulary=V).notices
    ]
    assert len(told) == 3
    assert "JOBCENTER" in told[0]
    assert "Jobcenter" in told[0].replace("JOBCENTER", "")
    assert "Coaching" in told[1]
    assert "Jobcoaching" in told[1]
    assert "Zirkus" in told[2]


def test_a_row_that_is_too_long_hides_no_other_fault_of_its_file(tmp_path: Path) -> None:
    areas = "id,name,kind\nk,Kreis,kreis,town\nl,,sozialraum\nm,Mitte,stadt\n"
    found = faults(folder(tmp_path, areas=areas, places="id,name,area\np,Haus,k\nq,Haus,n\n"))
    assert list(found) == ["areas.csv:2", "areas.csv:3:name", "areas.csv:4:kind", "places.csv:3:area"]
