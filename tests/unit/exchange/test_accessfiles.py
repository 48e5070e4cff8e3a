"""The files of reach and siting: what they hold, every fault at once, what is treated and said."""

import csv
import io

import pytest

from netmap.errors import CallError, FormatError, InputError
from netmap.exchange.accessfiles import read_reach_files, read_siting_files
from netmap.exchange.groupcounts import read_group_counts
from netmap.messages import speaking
from tests.support.places import fixture_path

DEMAND = "area,people\nB,20\nA,10\n"
SUPPLY = "place,capacity\nQ,3\nP,4\n"
TRAVEL = "area,place,cost\nA,P,5\nB,P,7.5\nB,Q,0\n"


@pytest.fixture
def files(tmp_path):
    def write(**contents):
        paths = {}
        for name, content in contents.items():
            paths[name] = tmp_path / f"{name}.csv"
            data = content if isinstance(content, bytes) else content.encode()
            paths[name].write_bytes(data)
        return paths

    return write


def read_reach(files, *, demand=DEMAND, supply=SUPPLY, travel=TRAVEL):
    return read_reach_files(**files(demand=demand, supply=supply, travel=travel))


def read_siting(files, *, demand=DEMAND, sites="place\nP\nQ\n", travel=TRAVEL):
    return read_siting_files(**files(demand=demand, sites=sites, travel=travel))


def faults(error) -> list[str]:
    with speaking("en"):
        return [str(fault) for fault in error.value.faults]


def said(found) -> list[str]:
    with speaking("en"):
        return [str(notice) for notice in found.notices]


def test_areas_and_places_come_sorted_and_ways_point_at_them(files):
    found = read_reach(files)
    assert (found.demand.areas, found.demand.people.tolist()) == (("A", "B"), [10, 20])
    assert (found.supply.places, found.supply.capacity.tolist()) == (("P", "Q"), [4, 3])
    ways = zip(found.ways.area.tolist(), found.ways.place.tolist(), found.ways.cost.tolist(), strict=True)
    assert list(ways) == [(0, 0, 5), (1, 0, 7.5), (1, 1, 0)]
    assert found.notices == ()


def test_ids_are_text(files):
    found = read_reach(files, demand="area,people\n010,1\n10,2\n9,3\n", travel="area,place,cost\n010,P,1\n")
    assert found.demand.areas == ("010", "10", "9")
    assert found.ways.area.tolist() == [0]


def test_fixed_places(files):
    found = read_siting(files, sites="place,fixed\nP,\nQ,yes\nO,no\n")
    assert found.sites.places == ("O", "P", "Q")
    assert found.sites.fixed.tolist() == [False, False, True]


def test_every_fault_of_every_file_is_told_at_once(files):
    with pytest.raises(InputError) as caught:
        read_reach(
            files,
            demand="area,people\nA,-3\nA,4\n,5\nC,\nD,many\nE,.\n",
            supply="place,capacity\nP,-1\nQ,\n",
            travel="area,place,cost\nA,P,-1\nA,,2\nB,P,far\nB,Q,1\nB,Q,1\nB,Q,2\n",
        )
    assert faults(caught) == [
        "demand.csv:2:people: -3 is negative; that cannot be",
        "demand.csv:3:area: 'A' stands here twice (first in row 2)",
        "demand.csv:4:area: a value is needed here",
        "demand.csv:5:people: a value is needed here",
        "demand.csv:6:people: 'many' is not a number",
        "demand.csv:7:people: '.' means that the number is not published; give an estimate or take the row out",
        "supply.csv:2:capacity: -1 is negative; that cannot be",
        "supply.csv:3:capacity: a value is needed here",
        "travel.csv:2:cost: -1 is negative; that cannot be",
        "travel.csv:3:place: a value is needed here",
        "travel.csv:4:cost: 'far' is not a number",
        "travel.csv:6:place: the way from 'B' to 'Q' stands here twice (first in row 5)",
        "travel.csv:7:place: the way from 'B' to 'Q' stands here twice (first in row 5)",
    ]


def test_files_that_are_no_tables_and_columns_that_lack_are_told_with_the_rest(files, tmp_path):
    paths = files(demand="area,persons\nA,1\n", travel="area,place,cost,cost\nA,P,1,1\n")
    with pytest.raises(InputError) as caught:
        read_reach_files(paths["demand"], tmp_path / "none.csv", paths["travel"])
    told = faults(caught)
    assert any(t.startswith("demand.csv:1:people: the column is missing") for t in told)
    assert any("none.csv" in t and "cannot be opened" in t for t in told)
    assert "travel.csv:1:cost: the column stands here twice" in told
    assert len(told) == 3


def test_a_single_error_keeps_its_own_kind(files, tmp_path):
    paths = files(demand=DEMAND, supply=SUPPLY)
    with pytest.raises(CallError):
        read_reach_files(paths["demand"], paths["supply"], tmp_path / "none.csv")
    with pytest.raises(FormatError):
        read_reach(files, supply="")


def test_standard_input_can_be_one_file_only():
    with pytest.raises(CallError):
        read_reach_files("-", "x.csv", "-")


def test_siting_needs_an_area_but_reach_can_do_without(files):
    with pytest.raises(InputError) as caught:
        read_siting(files, demand="area,people\n")
    assert faults(caught) == ["demand.csv: there is no area in this file"]
    assert read_reach(files, demand="area,people\n").demand.areas == ()


@pytest.mark.parametrize("word", ["ja", "Yes", "1"])
def test_fixed_is_yes_or_nothing(files, word):
    with pytest.raises(InputError) as caught:
        read_siting(files, sites=f"place,fixed\nP,{word}\n")
    assert faults(caught) == [f"sites.csv:2:fixed: '{word}' is neither 'yes' nor 'no'; is it 'yes'?"]


@pytest.mark.parametrize("cost", ["nan", "inf", "1e999", "9" * 400, "0x10", "1_000"])
def test_only_finite_numbers_are_costs(files, cost):
    with pytest.raises(InputError):
        read_reach(files, travel=f"area,place,cost\nA,P,{cost}\n")


# Treated, and said


def test_gaps_are_unreachable(files):
    found = read_reach(files, travel="area,place,cost\nA,P,\nB,P,3\nB,Q,\n")
    assert found.ways.cost.tolist() == [3]
    assert said(found) == [
        "travel.csv:2:cost: no cost: read as unreachable (2 lines of this file)",
        "travel.csv: 1 areas with 10 people have no way to any place (first: A)",
    ]


def test_ways_of_others_are_left_out(files):
    found = read_reach(files, travel=TRAVEL + "Z,P,1\nA,X,2\nA,Y,3\n")
    assert len(found.ways.cost) == 3
    assert said(found) == [
        "travel.csv: 1 lines name areas that have no demand and are left out (first: Z)",
        "travel.csv: 2 lines name places that are not asked for and are left out (first: X)",
    ]


def test_ids_that_never_meet_are_pointed_out(files):
    found = read_reach(files, demand="area,people\n01,5\n", travel="area,place,cost\n1,P,5\n")
    assert "travel.csv: no line fits the other files: are the ids written alike (leading zeros)?" in said(found)


def test_faults_of_ways_of_others_are_faults(files):
    with pytest.raises(InputError):
        read_reach(files, travel=TRAVEL + "Z,P,1\nZ,P,1\n")


def test_german_files(files):
    found = read_reach(
        files,
        demand="area;people\nA;1.675\nB;12,5\nC;1 200\nD;-\n".encode("cp1252"),
        supply="place;capacity\nMü;3\n".encode("cp1252"),
        travel="area;place;cost\nA;Mü;7,5\nB;Mü;1.250,5\n".encode("cp1252"),
    )
    assert found.demand.people.tolist() == [1675, 12.5, 1200, 0]
    assert found.supply.places == ("Mü",)
    assert found.ways.cost.tolist() == [7.5, 1250.5]
    told = said(found)
    assert "supply.csv: read as Windows-1252" in told
    assert "demand.csv:2:people: '1.675' read as 1675 (1 cells of this column are written like that)" in told
    assert "demand.csv:5:people: a dash is read as zero (1 cells of this column)" in told


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.675", "12"], [1675, 12]),  # counts in a German file: points group thousands
        (["1.675", "12.5"], [1.675, 12.5]),  # one cell shows that points are decimal
        (["0.675", "1.200"], [0.675, 1.2]),  # so does a leading zero
        (["1.675.000", "1.200"], [1675000, 1200]),
    ],
)
def test_a_point_is_read_the_way_its_column_is_written(files, cells, numbers):
    rows = "".join(f"{at};{cell}\n" for at, cell in enumerate(cells))
    found = read_reach(files, demand=f"area;people\n{rows}")
    assert found.demand.people.tolist() == numbers


def test_points_in_costs_are_decimal_unless_commas_are(files):
    found = read_reach(files, travel="area;place;cost\nA;P;1.250\n")
    assert found.ways.cost.tolist() == [1.25]
    assert "travel.csv:2:cost: '1.250' read as 1.25 (1 cells of this column are written like that)" in said(found)
    found = read_reach(files, travel="area;place;cost\nA;P;1.250\nB;P;7,5\n")
    assert found.ways.cost.tolist() == [1250, 7.5]


def test_a_point_in_a_comma_file_is_decimal(files):
    found = read_reach(files, demand="area,people\nA,1.675\nB,100.125\n")
    assert found.demand.people.tolist() == [1.675, 100.125]
    found = read_reach(files, demand='area,people\nA,"1,675"\nB,12\n')
    assert found.demand.people.tolist() == [1675, 12]


def test_a_hundred_thousand_lines_lose_nothing(files):
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(("area", "place", "cost"))
    writer.writerows((f"a{at // 50:05}", f"p{at % 50}", at % 97) for at in range(100_000))
    demand = "area,people\n" + "".join(f"a{at:05},1\n" for at in range(2_000))
    supply = "place,capacity\n" + "".join(f"p{at},1\n" for at in range(50))
    found = read_reach(files, demand=demand, supply=supply, travel=lines.getvalue())
    assert found.ways.cost.sum() == sum(at % 97 for at in range(100_000))
    assert len(found.ways.cost) == 100_000


# Small-area counts


def read_groups(files, content, **columns):
    return read_group_counts(files(counts=content)["counts"], **{"group": "g", "total": "t", **columns})


def test_unknown_counts_leave_the_area_out_and_a_dash_is_zero(files):
    found = read_groups(files, "area,g,t\nA,1,10\nB,.,20\nC,-,30\nD,4,\nE,x,5\n")
    assert found.areas == ("A", "C")
    assert (found.group.tolist(), found.other.tolist()) == ([1, 0], [10, 30])
    assert found.left_out == ("B", "D", "E")
    assert said(found) == [
        "counts.csv:4:g: a dash is read as zero (1 cells of this column)",
        "counts.csv: 3 areas are left out, because a count is unknown (first: B)",
    ]


def test_faults_of_counts(files):
    with pytest.raises(InputError) as caught:
        read_groups(files, "area,g,t\nA,-1,10\nA,2,20\nC,31,30\nD,four,1\n,1,2\n")
    assert faults(caught) == [
        "counts.csv:2:g: -1 is negative; that cannot be",
        "counts.csv:3:area: 'A' stands here twice (first in row 2)",
        "counts.csv:4:g: 31 of the group, but only 30 in total",
        "counts.csv:5:g: 'four' is not a number",
        "counts.csv:6:area: a value is needed here",
    ]


def test_a_missing_column_is_told(files):
    with pytest.raises(InputError) as caught:
        read_groups(files, "area,g,total\nA,1,2\n")
    assert faults(caught)[0].startswith("counts.csv:1:t: the column is missing")


def test_a_group_may_be_larger_than_its_reference(files):
    found = read_groups(files, "area,g,r\nA,5,2\n", total=None, reference="r")
    assert (found.group.tolist(), found.other.tolist()) == ([5], [2])


def test_without_a_column_area_rows_are_areas_and_repeated_names_are_pointed_out(files):
    found = read_groups(files, "year,g,t\n2021,1,2\n2021,3,4\n")
    assert said(found) == [
        "counts.csv:1:year: 'year' holds the same name in 2 rows; each row counts as an area of its own"
    ]
    assert read_groups(files, "g,t\n1,2\n3,4\n").areas == ("2", "3")


def test_published_gaps_of_flensburg():
    """Empty = not published (SOURCES.md of the fixture); 2021 has such cells, they are not zero."""
    path = fixture_path("geo", "flensburg_wohnungslosigkeit.csv")
    found = read_group_counts(path, group="residents", reference="residents")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    empty = [row for row in rows if not row["residents"]]
    assert empty
    assert len(found.left_out) == len(empty)
    assert found.group.sum() == sum(int(row["residents"]) for row in rows if row["residents"])
