"""Plain pages of our own, without script: sign-in, partners, and when a store is away."""

from __future__ import annotations

import html

from netmap.messages import text
from netmap.ui.theme import STATIC_URL


def plain_page(title: str, body: str) -> str:
    """Give a plain page of our own with its style sheet; ``body`` is HTML."""
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)} – netmap</title>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STATIC_URL}/plain.css"></head><body><main>{body}</main></body></html>'
    )


def store_away_page(*, sent: bool = False) -> str:
    """Give the page shown while a store does not answer; it tries again by itself, unless something was sent."""
    again = text("netmap tries again every few seconds and goes on by itself. Nothing is lost.")
    if sent:
        again = text(
            "What you have sent was perhaps not kept. Please load this page again in a minute: your browser then "
            "sends it once more."
        )
    title = text("The store does not answer")
    return plain_page(title, f"<h1>{title}</h1><p>{again}</p>")
