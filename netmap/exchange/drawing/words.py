"""The words of the card: sectors, rings, fields, support and marks, in the reader's language.

They stand in the message catalogue, not in the vocabulary, so that one file is a whole further language
of the printed page; a test holds both to the same wording.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from netmap.messages import N_, language, text

#: Sektoren
SECTORS: Final = {
    "family": N_("Family"),
    "friends": N_("Friends · neighbours"),
    "colleagues": N_("Work · clubs · school"),
    "professionals": N_("Professionals · agencies"),
}
#: Ringe (Horizonte): nah, vertraut, weiter weg
RINGS: Final = (N_("near"), N_("familiar"), N_("further away"), N_("further away"))
#: Felder der Ressourcenkarte
FIELDS: Final = {
    "personal": N_("Personal"),
    "social": N_("People"),
    "material": N_("Material"),
    "infrastructural": N_("Places and services"),
}
#: Arten der Unterstützung
SUPPORTS: Final = {
    "emotional": N_("Listening"),
    "practical": N_("Helping out"),
    "informational": N_("Advice"),
    "social": N_("Company"),
    "financial": N_("Money"),
    "bridging": N_("Opening doors"),
}
#: Verbindung zu mir
EGO_TIES: Final = {"strong": N_("carries"), "loose": N_("loose"), "none": N_("no tie")}
#: Pflege und Sorge, vom Menschen in der Mitte aus
CARE: Final = {
    "given": N_("I look after them"),
    "received": N_("looks after me"),
    "both": N_("we look after each other"),
}
#: Wer den Schritt tut
STEP_ACTORS: Final = {
    "client": N_("myself"),
    "case_manager": N_("Fallmanagement"),
    "other": N_("somebody else"),
}
#: Phasen eines Bedarfs
PHASES: Final = {
    "recognised": N_("recognised"),
    "planned": N_("planned"),
    "contacted": N_("contacted"),
    "active": N_("active"),
    "done": N_("done"),
}

LOST: Final = N_("contact lost")
FAR_AWAY: Final = N_("far away")
CHILD: Final = N_("child")
DIED: Final = N_("died")


def day(value: date, *, short: bool = False) -> str:
    """Give a day as the reader writes it.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("de"):
    ...     day(date(2026, 3, 5)), day(date(2026, 3, 5), short=True)
    ('5. März 2026', '05.03.2026')
    """
    from babel.dates import format_date

    return str(format_date(value, "medium" if short else "long", locale=language()))


def said(words: dict[str, str], code: str | None) -> str:
    """Give the word of a code; a code without word stands for itself."""
    return text(words.get(code, code)) if code else ""
