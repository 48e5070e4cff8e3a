"""The look of the frame and the settings it was measured with."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

STATIC = Path(__file__).parent / "static"
#: where fonts and style sheets are served, also before signing in
STATIC_URL: Final = "/netmap"


def fingerprint(file: Path) -> str:
    """Give a word for what a file holds; in an address it lets a browser ask for the file only once."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def named(name: str) -> str:
    """Give the address of a file in :data:`STATIC`, with what it holds in it."""
    return f"{STATIC_URL}/{name}?{fingerprint(STATIC / name)}"


#: the fonts of the app, by weight
FONTS: Final = {
    weight: named(f"fonts/atkinson-hyperlegible-next-latin-{weight}-normal.woff2") for weight in (400, 600, 700)
}

#: name to value; see docs/decisions on the ASGI set-up for what was measured
OPTIONS: Final[dict[str, object]] = {
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": False,
    # so that what is logged passes through a logger, and a filter of ours
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    # one full garbage collection after each script run cost 100 sessions their response time
    "runner.postScriptGC": False,
    "runner.fastReruns": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 50,
    "theme.base": "light",
    "theme.primaryColor": "#0b6468",
    "theme.backgroundColor": "#faf8f4",
    "theme.secondaryBackgroundColor": "#ffffff",
    # captions are drawn at 60 % of this: anything lighter fails the contrast wanted
    "theme.textColor": "#000000",
    "theme.linkColor": "#0b6468",
    "theme.borderColor": "#dcd7cd",
    "theme.showWidgetBorder": True,
    "theme.baseRadius": "9px",
    "theme.baseFontSize": 17,
    "theme.font": "Atkinson Hyperlegible Next",
    "theme.headingFont": "Atkinson Hyperlegible Next",
    "theme.fontFaces": [
        {
            "family": "Atkinson Hyperlegible Next",
            "url": address,
            "weight": weight,
        }
        for weight, address in FONTS.items()
    ],
}


def apply_options() -> None:
    """Give Streamlit its settings; called once before the app is built."""
    from streamlit import config

    for name, value in OPTIONS.items():
        config.set_option(name, value)
    # Streamlit says its whole theme again with each run and looks through all its options for each of six
    # sections of it: a tenth of a run's work, for what does not change while the app is served
    config.get_options_for_section = cache(config.get_options_for_section)
