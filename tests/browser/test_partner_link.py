"""A partner answers by a link: on a phone, without script, without an account; and sixty at once."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from netmap.analysis.cooperation.acquaintances import acquaintances
from netmap.bootstrap import House
from netmap.settings import Settings
from netmap.usecases import links
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.network import day_at
from tests.support.app import RunningApp
from tests.support.browser import axe_violations
from tests.support.places import ROOT

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
PICTURES = ROOT / "docs" / "bilder"


@pytest.fixture
def desk(demo_app: RunningApp) -> Iterator[Desk]:
    """The coordination's desk on the same stores as the running app."""
    house = House(Settings(data=demo_app.data))
    yield Desk(house, Actor.cli())
    house.close()


def ask(url: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Ask as a program would, and follow what it says."""
    data = urllib.parse.urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(url, data=data, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def with_many_partners(desk: Desk) -> str:
    district = desk.house.district()
    named: dict[str, int] = {}
    for report in district.reports:
        named[report.from_] = named.get(report.from_, 0) + 1
    serving = {s.organisation for s in district.services.values()}
    return max((o for o in named if o in serving), key=lambda o: (named[o], o))


def judge(open_page, url: str, *, width: int = 390) -> None:
    """Hold a page to WCAG and to the width of a phone (axe itself needs script)."""
    page, watch = open_page(viewport={"width": width, "height": 740})
    page.goto(url)
    assert not axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not watch.external


def picture(page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / name))


def test_a_partner_answers_on_a_phone_without_script(demo_app, desk, open_page):
    own = with_many_partners(desk)
    made = links.make_link(desk, own)
    page, watch = open_page(**PHONE)
    page.goto(demo_app.url + made.path)
    assert page.get_by_role("heading", level=1).inner_text() == desk.house.district().organisations[own].name
    judge(open_page, page.url)
    picture(page, "partner-eintrag.png")

    page.get_by_label("Telefon").fill("040 123456")
    page.get_by_label("Freie Plätze").first.fill("2")
    page.get_by_label("Stimmt noch").first.check()
    page.get_by_label("Ich habe das geprüft: Der Eintrag stimmt jetzt.").check()
    page.get_by_role("button", name="Speichern und weiter").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Wie weit arbeiten Sie zusammen?"
    judge(open_page, page.url)
    groups = page.get_by_role("group")
    first = groups.first.locator("legend").inner_text()
    second = groups.nth(1).locator("legend").inner_text()
    groups.first.get_by_label("Wir planen und handeln gemeinsam").check()
    groups.nth(1).get_by_label("Kenne ich nicht").check()
    groups.first.scroll_into_view_if_needed()
    picture(page, "partner-zusammenarbeit.png")
    page.get_by_role("button", name="Speichern und fertig").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Vielen Dank!"
    judge(open_page, page.url)
    picture(page, "partner-danke.png")
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thank you!"
    assert page.locator("html").get_attribute("lang") == "en"
    assert not watch.external

    waiting = {a.about: a for a in links.answers(desk) if a.link == made.link.id}
    names = {o.name: o.id for o in desk.house.district().organisations.values()}
    assert waiting["cooperation"].content["levels"] == {names[first]: 2}
    assert waiting["cooperation"].content["strangers"] == [names[second]]
    assert waiting["entry"].content["contact"]["phone"][1] == "040 123456"
    links.take_answer(desk, waiting["entry"].id)
    assert desk.house.district().organisations[own].phone == "040 123456"


def test_a_long_list_comes_in_short_pages_that_are_saved_on_the_way(demo_app, desk, open_page):
    own = max(
        desk.house.district().organisations, key=lambda o: len(acquaintances(day_at(desk, desk.house.today()), o))
    )
    made = links.make_link(desk, own)
    known = links.open_link(desk.house, made.path.removeprefix("/partner/")).known
    assert len(known) > 20
    page, _ = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{demo_app.url}{made.path}/zusammenarbeit")
    met: list[str] = []
    pages = -(-len(known) // 6)
    for number in range(1, pages + 1):
        expect(page.get_by_text(f"Seite {number} von {pages}")).to_have_count(1)
        groups = page.get_by_role("group")
        assert groups.count() <= 6
        met += groups.locator("legend").all_inner_texts()
        # "kenne ich nicht" is one tap
        groups.first.get_by_label("Kenne ich nicht").check()
        if number == 2:
            judge(open_page, page.url, width=360)
            # back to look again: the answer of the first page is there, and what was just ticked is kept, too
            page.get_by_role("button", name="Speichern und zurück").click()
            assert page.get_by_role("group").first.get_by_label("Kenne ich nicht").is_checked()
            page.get_by_role("button", name="Speichern und weiter").click()
            assert page.get_by_role("group").first.get_by_label("Kenne ich nicht").is_checked()
        page.get_by_role("button", name="Speichern und weiter" if number < pages else "Speichern und fertig").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Vielen Dank!"
    assert met == [o.name for o in known]
    (kept,) = [a for a in links.answers(desk) if a.link == made.link.id]
    assert kept.content["strangers"] == sorted(known[6 * n].id for n in range(pages))
    # after any page one may finish: what was said is there
    page.goto(f"{demo_app.url}{made.path}/zusammenarbeit?seite=2&lang=en")
    assert f"Page 2 of {pages}" in page.get_by_role("main").inner_text()
    page.get_by_role("group").nth(1).get_by_label("We inform each other").check()
    page.get_by_role("button", name="Save and finish").click()
    (kept,) = [a for a in links.answers(desk) if a.link == made.link.id]
    assert kept.content["levels"] == {known[7].id: 1}


def test_answers_that_count_at_once_are_ticked_when_one_pages_back(demo_app, desk, open_page):
    own = with_many_partners(desk)
    made = links.make_link(desk, own, directly=True)
    page, _ = open_page(**PHONE)
    page.goto(f"{demo_app.url}{made.path}/zusammenarbeit")
    groups = page.get_by_role("group")
    others = [groups.nth(n).locator("legend").inner_text() for n in range(3)]
    groups.nth(0).get_by_label("Wir planen und handeln gemeinsam").check()
    groups.nth(1).get_by_label("Kenne ich nicht").check()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("button", name="Speichern und zurück").click()
    assert groups.nth(0).get_by_label("Wir planen und handeln gemeinsam").is_checked()
    assert groups.nth(1).get_by_label("Kenne ich nicht").is_checked()
    assert groups.nth(2).get_by_role("radio", checked=True).count() == 0, "said before today: it is asked again"
    # saved again as it stands, it says nothing new
    before = desk.house.partners.latest()
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_text("Seite 2 von")).to_have_count(1)
    assert desk.house.partners.latest() == before
    opened = links.open_link(desk.house, made.path.removeprefix("/partner/"))
    names = {o.id: o.name for o in opened.known}
    assert [names[o] for o in opened.today["levels"]] == others[:1]
    assert [names[o] for o in opened.today["strangers"]] == others[1:2]


@pytest.mark.parametrize("odd", ["0", "-1", "x", "99", "²", "1" * 40])
def test_a_page_that_is_none_shows_one_that_is(demo_app, desk, odd):
    made = links.make_link(desk, with_many_partners(desk))
    status, body = ask(f"{demo_app.url}{made.path}/zusammenarbeit?{urllib.parse.urlencode({'seite': odd})}")
    assert status == 200
    assert "<fieldset" in body


def test_what_was_mistyped_stays_in_the_form_and_is_explained(demo_app, desk, open_page):
    made = links.make_link(desk, with_many_partners(desk))
    page, _ = open_page(viewport=PHONE["viewport"])
    page.goto(demo_app.url + made.path)
    page.get_by_label("Internetseite").fill("ftp://kaputt")
    page.get_by_label("Telefon").fill("040 7")
    page.get_by_role("button", name="Speichern und weiter").click()
    assert "https://" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Telefon").input_value() == "040 7"
    assert not axe_violations(page)
    assert not [a for a in links.answers(desk) if a.link == made.link.id]


def test_expired_revoked_forged_and_foreign_are_refused(demo_app, desk, open_page):
    own = with_many_partners(desk)
    good, revoked, old = (links.make_link(desk, own) for _ in range(3))
    links.revoke_link(desk, revoked.link.id)
    past = House(desk.house.settings, clock=lambda: datetime.now(UTC) - timedelta(days=2))
    old = links.make_link(Desk(past, Actor.cli()), own, days=1)
    past.close()
    form = {"level:" + next(o for o in desk.house.district().organisations if o != own): "2"}
    for path, status in ((good.path, 200), (revoked.path, 410), (old.path, 410), (good.path + "x", 404)):
        assert ask(demo_app.url + path)[0] == status
    for path, status in ((revoked.path, 410), (old.path, 410), (good.path + "x", 404)):
        assert ask(f"{demo_app.url}{path}/zusammenarbeit", form)[0] == status
    for headers in ({"Origin": "https://böse.example".encode().decode("latin-1")}, {"Sec-Fetch-Site": "cross-site"}):
        assert ask(f"{demo_app.url}{good.path}/zusammenarbeit", form, headers)[0] == 403
    assert not [a for a in links.answers(desk) if a.link in {good.link.id, revoked.link.id, old.link.id}]
    page, _ = open_page(**PHONE)
    page.goto(demo_app.url + revoked.path)
    assert "zurückgezogen" in page.get_by_role("main").inner_text()
    judge(open_page, page.url)


def test_nothing_but_its_own_page_is_reached_with_a_link(demo_app, desk):
    made = links.make_link(desk, with_many_partners(desk))
    with urllib.request.urlopen(demo_app.url + made.path, timeout=60) as answer:
        assert not answer.headers.get("set-cookie")
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    protected = [p.street for p in desk.house.district().places.values() if p.protected and p.street]
    assert protected
    for step in ("", "/zusammenarbeit", "/weitere?q=a", "/danke"):
        _, body = ask(demo_app.url + made.path + step)
        assert "<script" not in body
        assert not [street for street in protected if street in body]


def test_sixty_partners_answer_in_the_same_minute_and_nothing_is_lost(demo_app, desk):
    today = desk.house.today()
    district = desk.house.district()
    organisations = sorted(o.id for o in district.organisations.values() if o.until is None or o.until >= today)
    count = min(60, len(organisations))
    assert count > 50
    made = {o: links.make_link(desk, o, directly=True) for o in organisations[:count]}
    start = threading.Barrier(count)

    def answers(own: str) -> list[int]:
        others = [o for o in organisations if o != own][:12]
        form = {f"level:{o}": str(n % 5) for n, o in enumerate(others)}
        start.wait(timeout=60)
        base = demo_app.url + made[own].path
        return [
            ask(base)[0],
            ask(base, {"note": f"Gruß von {own}", "confirmed": "yes"})[0],
            ask(f"{base}/zusammenarbeit", form)[0],
            # sent twice: the second time nothing happens
            ask(f"{base}/zusammenarbeit", form)[0],
        ]

    with ThreadPoolExecutor(count) as pool:
        said = dict(zip(made, pool.map(answers, made), strict=True))
    assert {status for statuses in said.values() for status in statuses} == {200}
    house = House(Settings(data=demo_app.data))
    newest = {(r.from_, r.to): r for r in house.district().reports if r.on == today and r.by == r.from_}
    for own in made:
        others = [o for o in organisations if o != own][:12]
        assert [newest[own, o].level for o in others] == [n % 5 for n in range(len(others))]
    kept = [a for a in links.answers(desk, status="taken") if a.link in {m.link.id for m in made.values()}]
    assert len(kept) == 2 * count
    notes = {a.organisation: (a.content or {}).get("note") for a in kept if a.about == "entry"}
    assert notes == {own: f"Gruß von {own}" for own in made}
    house.close()


def test_too_many_requests_of_one_link_are_slowed_down(demo_app, desk):
    made, other = (links.make_link(desk, with_many_partners(desk)) for _ in range(2))
    statuses = [ask(demo_app.url + made.path)[0] for _ in range(65)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert ask(demo_app.url + other.path)[0] == 200


def test_guessing_is_slowed_down_and_good_links_still_open(demo_app, desk):
    statuses = [ask(f"{demo_app.url}/partner/{'g' * 42}{n}")[0] for n in range(30)]
    assert statuses[-1] == 429
    assert ask(demo_app.url + links.make_link(desk, with_many_partners(desk)).path)[0] == 200


def test_no_form_is_too_large_for_the_house(demo_app, desk):
    made = links.make_link(desk, with_many_partners(desk))
    assert ask(demo_app.url + made.path, {"note": "x" * 600_000})[0] == 413
    assert Path(demo_app.data).exists()
