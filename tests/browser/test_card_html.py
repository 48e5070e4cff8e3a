"""The handed-out card in a real browser: offline, silent, for mouse, keyboard and screen reader."""

from __future__ import annotations

import pytest

from netmap.exchange.drawing import card_html, svg_document, view_of
from tests.support.browser import axe_violations
from tests.support.sample_cards import sample_card

pytestmark = pytest.mark.browser

#: the boxes of all texts, as the browser itself sets them
_BOXES = """
svg => [...svg.querySelectorAll('text')].map(text => {
  const box = text.getBBox();
  return [box.x, box.y, box.width, box.height, text.textContent];
})
"""


@pytest.fixture
def opened(open_page, tmp_path):
    def open_card(count=20, *, seed=1, **options):
        path = tmp_path / "karte.html"
        path.write_text(card_html(view_of(*sample_card(count, seed=seed))), encoding="utf-8")
        page, watch = open_page(**options)
        page.context.set_offline(True)
        page.goto(path.as_uri())
        return page, watch, path

    return open_card


def test_it_asks_for_nothing_but_itself(opened):
    page, watch, path = opened()
    for button in page.get_by_role("navigation").get_by_role("button").all():
        button.click()
    assert watch.requests == [path.as_uri()]
    assert watch.errors == []
    fonts = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    assert fonts >= 2


def test_a_click_tells_about_an_entry(opened):
    page, _, _ = opened()
    mark = page.locator("#view-network .mark").nth(3)
    name = mark.get_attribute("aria-label").split(".")[0]
    mark.locator(".halo").click()
    assert mark.get_attribute("aria-pressed") == "true"
    details = page.get_by_role("complementary")
    assert details.get_by_role("heading", name=name).is_visible()
    assert details.locator("article:visible").count() == 1
    page.keyboard.press("Escape")
    assert details.locator("article:visible").count() == 0


def test_the_keyboard_alone_reaches_every_entry(opened):
    page, _, _ = opened(12)
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Tab")
    heard = []
    for _ in range(12):
        heard.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowRight")
    assert None not in heard
    assert len(set(heard)) == 12
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    shown = page.locator("aside article:visible h2").inner_text()
    assert heard[-1].startswith(shown)


def test_views_change(opened):
    page, _, _ = opened()
    assert page.locator("#view-network").is_visible()
    page.get_by_role("button", name="Ressourcenkarte").click()
    assert page.locator("#view-fields").is_visible()
    assert not page.locator("#view-network").is_visible()
    page.get_by_role("button", name="Liste").click()
    assert page.get_by_role("row").count() == 21


def test_without_script_everything_is_there_to_read(opened):
    page, _, _ = opened(6, java_script_enabled=False)
    for view in ("network", "fields", "list"):
        assert page.locator(f"#view-{view}").is_visible()
    assert page.locator("aside article").first.is_visible()


@pytest.mark.parametrize("view", ["Netzwerkkarte", "Ressourcenkarte", "Liste"])
def test_axe_finds_nothing(opened, view):
    page, _, _ = opened()
    page.get_by_role("button", name=view).click()
    # axe is put into the page by the test, past the page's own policy
    assert axe_violations(page) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_labels_overlap_as_the_browser_sets_them(opened, seed):
    page, _, _ = opened(40, seed=seed)
    boxes = page.locator("#view-network svg").evaluate(_BOXES)
    assert len(boxes) > 40
    clashes = [
        (a[4], b[4])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        # a text's box holds the room above and below its letters: a fifth of a line is no letter
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] + 4 < b[1] + b[3] - 4 and b[1] + 4 < a[1] + a[3] - 4
    ]
    assert clashes == []


def test_an_svg_file_is_silent_and_shows_its_own_font(open_page, tmp_path):
    path = tmp_path / "karte.svg"
    path.write_text(svg_document(view_of(*sample_card(20))), encoding="utf-8")
    page, watch = open_page()
    page.context.set_offline(True)
    page.goto(path.as_uri())
    assert watch.requests == [path.as_uri()]
    assert page.evaluate("document.fonts.check('20px \"Atkinson Hyperlegible Next\"')")
    assert page.evaluate("[...document.fonts].some(f => f.status === 'loaded')")
