"""The test house itself: its instruments must be able to say no."""

from __future__ import annotations

import pytest

from tests.support.browser import axe_violations
from tools.frontend import differences


@pytest.mark.browser
def test_axe_finds_an_image_without_words(browser_page):
    browser_page.set_content("<html lang='de'><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    assert [line.split()[0] for line in axe_violations(browser_page)] == ["image-alt"]


@pytest.mark.browser
def test_axe_passes_a_plain_page(browser_page):
    browser_page.set_content("<html lang='de'><title>x</title><main><h1>x</h1><p>Ein Satz.</p></main>")
    assert axe_violations(browser_page) == []


@pytest.mark.browser
def test_requests_to_other_hosts_are_counted(open_page):
    page, watch = open_page()
    # .invalid never resolves (RFC 2606), so nothing leaves the machine
    page.set_content("<img src='http://elsewhere.invalid/x.png'><img src='http://127.0.0.1:1/y.png'>")
    assert watch.external == ["http://elsewhere.invalid/x.png"]
    assert len(watch.requests) == 2


@pytest.mark.browser
def test_a_window_tells_the_next_person_nothing_of_the_one_before(windows):
    kept = "[document.cookie, localStorage.length, sessionStorage.length]"
    found, used = [], []
    for _ in range(2):
        with windows.open() as (page, _watch):
            page.route("**", lambda route: route.fulfill(body="<title>x</title>", content_type="text/html"))
            page.goto("http://127.0.0.1:1/")
            found.append(page.evaluate(kept))
            page.evaluate("document.cookie = 'a=1'; localStorage.b = 2; sessionStorage.c = 3")
            assert page.evaluate(kept) == ["a=1", 1, 1]
            page.context.set_offline(True)
            used.append(page.context)
    assert found == [["", 0, 0], ["", 0, 0]]
    assert used[0] is used[1]


@pytest.mark.neo4j
def test_neo4j_forgets_when_it_is_emptied(empty_neo4j):
    empty_neo4j.run("CREATE CONSTRAINT one FOR (n:Thing) REQUIRE n.id IS UNIQUE")
    empty_neo4j.run("UNWIND $ids AS id CREATE (:Thing {id: id})", {"ids": [1, 2]})
    empty_neo4j.empty(schema=False)
    assert empty_neo4j.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    assert [row["name"] for row in empty_neo4j.run("SHOW CONSTRAINTS YIELD name")] == ["one"]
    empty_neo4j.empty()
    assert empty_neo4j.run("SHOW CONSTRAINTS YIELD name") == []


@pytest.mark.neo4j
def test_neo4j_comes_back_after_a_kill_with_what_it_acknowledged(mortal_neo4j):
    mortal_neo4j.run("CREATE (:Thing {id: 1})")
    mortal_neo4j.kill()
    assert not mortal_neo4j.answers()
    mortal_neo4j.start()
    assert mortal_neo4j.run("MATCH (n:Thing) RETURN n.id AS id") == [{"id": 1}]


def test_builds_are_compared_byte_by_byte(tmp_path):
    left, right = tmp_path / "left", tmp_path / "right"
    for folder in (left, right):
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "same.js").write_text("1")
    (left / "sub" / "other.js").write_text("1")
    (right / "sub" / "other.js").write_text("2")
    (right / "new.css").write_text("")
    assert differences(left, right) == ["new.css", "sub/other.js"]
