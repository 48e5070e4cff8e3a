"""How long a page takes from asking for its address until it stands, as the page itself notes it.

Playwright's own waiting looks for an element after 0, 20, 70, 170, 270, 770 and 1,270 ms: whatever stands a
moment after one look is found by the next, half a second later. Here the page looks before each frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: looks into the drawn components, too, each of which has a tree of its own
_STANDS = """selector => {
  const drawn = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].map(e => e.shadowRoot);
  for (const tree of [document, ...drawn.filter(Boolean)]) {
    const found = tree.querySelector(selector);
    if (found && found.getBoundingClientRect().height > 0) return performance.now();
  }
  return false;
}"""


def opened(page: Page, url: str, shown: str, *, patience: float = 120) -> float:
    """Ask for a page and give the seconds until what is to be shown stands there, with a size.

    Parameters
    ----------
    shown
        CSS selector of what whoever opens the page comes for.
    patience
        Seconds after which it is an error that it does not stand.
    """
    page.goto(url, wait_until="commit")
    stands = page.wait_for_function(_STANDS, arg=shown, polling="raf", timeout=1000 * patience)
    return float(stands.json_value()) / 1000
