"""The page that Streamlit draws in: its language, its look from the first moment, and what may be fetched ahead.

Streamlit's own page knows nothing of ours. Without the style sheet in the page itself everything would stand
elsewhere until the first run has come, and whoever presses meanwhile would press beside it. Streamlit also asks
under every address first whether it is its own root, and fetches each kind of element only once it has to draw it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from netmap.ui.canvas.built import component_address
from netmap.ui.pagelist import PAGES, Page
from netmap.ui.theme import FONTS, named

#: kinds of Streamlit's elements that every page begins with
FIRST: Final = ("Html", "BidiComponent")
#: kinds that a page draws at once or after one press: all of ours but the heavy ones
KINDS: Final = (
    *FIRST,
    *("ButtonGroup", "TextInput", "Selectbox", "Multiselect", "DateInput", "Button", "Radio", "NumberInput"),
    *("Checkbox", "TextArea", "Slider", "Toast", "DownloadButton", "FileUploader", "Progress", "Metric", "ImageList"),
)
#: what the pages look like; the wall's own sheet hides the frame and is drawn with it
SHEETS: Final = ("frame.css", "cards.css")
_OTHER_FONT = re.compile(rb'<link\s+rel="preload"[^>]*SourceSans[^>]*>')
_IMPORT = re.compile(rb'(?:from|import)"\./([\w.\-]+\.js)"')


@lru_cache(maxsize=32)
def framed(body: bytes, path: str) -> bytes:
    """Give Streamlit's page as the reader of ``path`` gets it."""
    ahead = "".join(f'<link rel="modulepreload" crossorigin href="{address}">' for address in fetched_ahead(path))
    sheets = (component_address(part, "css") for part in _parts(path))
    ahead += "".join(f'<link rel="preload" as="style" href="{address}">' for address in sheets)
    ahead += "".join(f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{f}">' for f in FONTS.values())
    for old, new in (
        (b'<html lang="en">', b'<html lang="de">'),
        (b"<title>Streamlit</title>", b"<title>netmap</title>"),
        (b'<script type="module"', f'{_settings(path)}{ahead}<script type="module"'.encode()),
        # behind what Streamlit puts into the head: of two equal rules ours is the later one
        (b'<div id="root">', f'{_style_sheets()}<div id="root">'.encode()),
    ):
        body = body.replace(old, new, 1)
    # Streamlit's own text font, which nothing here is set in
    return _OTHER_FONT.sub(b"", body, count=1)


def fetched_ahead(path: str) -> list[str]:
    """List the scripts that the page at ``path`` begins with, as addresses, for the browser to fetch at once."""
    page = _page(path)
    own = (component_address(part, "js") for part in _parts(path))
    return [*_element_scripts((*FIRST, *(page.kinds if page else ()))), *own]


def fetched_later(path: str) -> list[str]:
    """List the scripts that a press may need, for the browser to fetch once the page at ``path`` stands."""
    first = set(fetched_ahead(path))
    return [address for address in _element_scripts(KINDS) if address not in first]


def _page(path: str) -> Page | None:
    return next((page for page in PAGES if path.strip("/") == page.address), None)


def _parts(path: str) -> tuple[str, ...]:
    """Name our own drawn components that the page at ``path`` begins with."""
    page = _page(path)
    return ("shell", *(page.parts if page else ()))


@lru_cache(maxsize=32)
def _element_scripts(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Find the scripts that draw kinds of elements, with all that they ask for themselves and the page does not."""
    import streamlit

    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    wanted = [found.name for kind in kinds for found in folder.glob(f"{kind}.*.js")]
    known: dict[str, None] = {}
    while wanted:
        name = wanted.pop(0)
        if name not in known and (folder / name).is_file():
            known[name] = None
            wanted += [found.decode() for found in _IMPORT.findall((folder / name).read_bytes())]
    own = (folder.parents[1] / "index.html").read_text(encoding="utf-8")
    return tuple(f"/static/js/{name}" for name in known if name not in own)


def _settings(path: str) -> str:
    """Tell Streamlit's script where it is served, and ours what a press may need later."""
    host = {"allowedOrigins": [], "useExternalAuthToken": False}
    told = f"{{BACKEND_BASE_URL:location.origin,HOST_CONFIG:{json.dumps(host, separators=(',', ':'))}}}"
    later = json.dumps(fetched_later(path), separators=(",", ":"))
    return f"<script>window.__streamlit={told};window.netmapLater={later}</script>"


@lru_cache(maxsize=1)
def _style_sheets() -> str:
    """Link the sheets of all pages: what is in the page itself need not be sent again with each run."""
    return "".join(f'<link rel="stylesheet" href="{named(name)}">' for name in SHEETS)
