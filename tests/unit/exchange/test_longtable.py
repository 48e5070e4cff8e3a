"""Long tables of counts: which column is what, every fault with its row, German habits."""

from __future__ import annotations

import pytest

from netmap.analysis.disclosure import CountTable, protect
from netmap.errors import CallError, InputError
from netmap.exchange.longtable import read_counts, read_published, write_published


@pytest.fixture
def file(tmp_path):
    def write(text, name="t.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def faults(read, *sources):
    with pytest.raises(InputError) as refused:
        read(*sources)
    return [(fault.where, fault.message.msgid) for fault in refused.value.faults]


def test_the_column_count_counts_wherever_it_stands(file):
    (table,) = read_counts(file("count,area,need\n5,01,debt\n6,1,debt\n")).tables
    assert table.dimensions == ("area", "need")
    assert table.counts == {("01", "debt"): 5, ("1", "debt"): 6}
    assert table.contributors is None
    assert table.where(("01", "debt")) == "t.csv:2:count"


def test_else_the_last_column_counts_but_never_the_contributors(file):
    (table,) = read_counts(file("area,need,people\n01,debt,5\n")).tables
    assert (table.dimensions, table.counts) == (("area", "need"), {("01", "debt"): 5})
    (table,) = read_counts(file("area,people,contributors\n01,5,2\n")).tables
    assert (table.dimensions, table.counts) == (("area",), {("01",): 5})
    assert table.contributors == {("01",): 2}


def test_german_files_and_their_numbers(file):
    read = read_counts(file("Bezirk;Größe;count\n01;groß;1.675\n02;klein;3,0\n", encoding="cp1252"))
    assert read.tables[0].counts == {("01", "groß"): 1675, ("02", "klein"): 3}
    assert "t.csv:2:count" in [notice.where for notice in read.notices]


@pytest.mark.parametrize("count", ["-1", "2.5", "1.675", "x", ".", "-", "<3", "nan", "inf", "99999999999"])
def test_a_count_that_is_none_is_refused_with_its_row(file, count):
    for read in (read_counts, read_published):
        assert [where for where, _ in faults(read, file(f"area,count\n01,4\n02,{count}\n"))] == ["t.csv:3:count"]


@pytest.mark.parametrize("count", ["7", "7.0", "+7", " 7 ", "07"])
def test_a_whole_count_may_be_written_otherwise(file, count):
    (table,) = read_counts(file(f"area,count\n01,{count}\n")).tables
    assert table.counts == {("01",): 7}


def test_all_faults_of_all_files_at_once(file):
    one = file("area,need,count\n01,debt,4\n01,debt,5\n*,debt,9\n02,,3\n02,work,\n", name="one.csv")
    two = file("area,count,contributors\n01,x,3\n02,4,\n", name="two.csv")
    assert [where for where, _ in faults(read_counts, one, two)] == [
        "one.csv:3",
        "one.csv:4:area",
        "one.csv:5:need",
        "one.csv:6:count",
        "two.csv:2:count",
        "two.csv:3:contributors",
    ]


def test_published_tables_have_totals_and_gaps(file):
    (table,) = read_published(file("area,count\n01,\n02,5\n*,9\n")).tables
    assert table.cells == {("01",): None, ("02",): 5, ("*",): 9}
    assert faults(read_published, file("area,count\n01,\n01,\n")) == [
        ("t.csv:3", "the same combination stands in row {row} already")
    ]


@pytest.mark.parametrize("text", ["count\n5\n", "contributors\n5\n", "area,count\n", "area,area,count\n01,01,4\n", ""])
def test_files_that_are_no_such_table(file, text):
    with pytest.raises(InputError):
        read_counts(file(text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CallError):
        read_counts(tmp_path / "none.csv")


def test_what_is_written_can_be_read_again(file):
    found = protect([CountTable("t.csv", ("a,b", "need"), {('x"1', "é"): 1, ("y", "é"): 4, ("y", "*x"): 5})])
    (again,) = read_published(file(write_published(found.tables[0]))).tables
    assert (again.dimensions, again.cells) == (found.tables[0].dimensions, found.tables[0].cells)


def test_rows_that_together_are_more_than_there_are_people(file):
    """Their total could not be read again, nor computed with exactly."""
    text = "area,count\n01,6000000000\n02,4000000000\n"
    assert read_counts(file(text)).tables[0].counts["01",] == 6_000_000_000
    with pytest.raises(InputError) as caught:
        read_counts(file(text + "03,1\n"))
    assert "10000000001" in str(caught.value.faults[0])
