"""The drawing of a card for paper and files: the same picture as on the screen.

Records become a :class:`~netmap.exchange.drawing.view.CardView` first (the one place where pseudonym
mode is decided); from it come SVG, PDF, PNG and a self-contained HTML page, all in the present language
(``netmap.messages.speaking``).
"""

from netmap.exchange.drawing.documents import svg_document
from netmap.exchange.drawing.html import card_html
from netmap.exchange.drawing.network_svg import Style
from netmap.exchange.drawing.pdf import FilePage, Handout, PlaceToGo, card_pdf, card_png
from netmap.exchange.drawing.view import CardView, view_of

__all__ = [
    "CardView",
    "FilePage",
    "Handout",
    "PlaceToGo",
    "Style",
    "card_html",
    "card_pdf",
    "card_png",
    "svg_document",
    "view_of",
]
