"""The card on paper: a page for the client in plain words, and, if the client agrees, one for the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from netmap.exchange.drawing.describe import (
    alternative,
    card_title,
    groups_of,
    heading,
    kind_word,
    ring_word,
    tie_words,
)
from netmap.exchange.drawing.documents import picture_of, svg_of
from netmap.exchange.drawing.network_svg import Style
from netmap.exchange.drawing.view import CardView, Entry
from netmap.exchange.drawing.words import FIELDS, PHASES, SECTORS, STEP_ACTORS, day, said
from netmap.exchange.typeset import Look, rasterise, template, typeset
from netmap.messages import N_, text
from netmap.model.cases import Need, Step

_SMALL_PICTURE_MM: Final = 200.0
_LONG_WORD: Final = 27
#: how much smaller letters below the picture may be, and in how many columns, so that all stands on one page
_TRIES: Final = ((1.0, 3), (0.94, 3), (0.88, 3))
#: large letters stay as large as they are on A4, which has no room to give
_TRIES_LARGE: Final = {"a4": ((1.0, 2),), "a3": ((1.0, 2), (0.94, 2), (0.88, 2), (0.82, 2), (0.82, 3))}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToGo:
    """A contact for the client to take along: public facts of the partner side, never a protected address.

    Attributes
    ----------
    name
        The organisation, service or place.
    lines
        Address, telephone, e-mail, each as one line.
    hours
        Opening hours, each as one line.
    """

    name: str
    lines: Sequence[str] = ()
    hours: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What stands beside the picture on the client's page.

    Attributes
    ----------
    steps
        The next steps; the client's own come first. In pseudonym mode their free text is left out.
    contacts
        Where to go, with opening hours.
    about
        What a step is about (a need, a service) where its text may not be shown; given the step.
    """

    steps: Sequence[Step] = ()
    contacts: Sequence[PlaceToGo] = ()
    about: Callable[[Step], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """What stands on the page for the file, which is made only if the client agrees.

    Attributes
    ----------
    agreed_on
        The day on which the client agreed.
    needs
        The needs, in the order they are shown.
    need_label
        Gives the label of a need's code.
    figures
        Figures as pairs of a definition and a sentence. In pseudonym mode they must name entries as
        the card's view does.
    """

    agreed_on: date
    needs: Sequence[Need] = ()
    need_label: Callable[[str], str] = str
    figures: Sequence[tuple[str, str]] = ()


def card_pdf(
    view: CardView,
    *,
    kind: str = "network",
    look: Look | None = None,
    handout: Handout | None = None,
    file_page: FilePage | None = None,
    client_page: bool = True,
    unknown_ties: bool = False,
    made_at: datetime | None = None,
) -> bytes:
    """Make the card as an accessible PDF in the present language.

    Parameters
    ----------
    view
        The card; made with ``pseudonyms=True`` no sealed text is on the page.
    kind
        ``network`` (Netzwerkkarte) or ``fields`` (Ressourcenkarte).
    look
        Paper, grey, large type.
    handout
        Next steps and contacts for the client's page.
    file_page
        Adds the page for the file.
    client_page
        Leave the client's page out with ``False``.
    unknown_ties
        Also draw which entries are known not to know each other.
    made_at
        The moment written into the file.
    """
    paper = look or Look()
    style = Style(grey=paper.grey, large=paper.large, unknown_ties=unknown_ties)
    picture = picture_of(view, kind=kind, style=style)
    network = kind == "network"
    given = handout or Handout()
    data = {
        "picture": {"alt": alternative(view, network=network), "shape": picture.shape},
        "tries": [
            {"share": share, "columns": columns}
            for share, columns in (_TRIES_LARGE[paper.paper] if paper.large else _TRIES)
        ],
        "client": {"sections": _sections(view, given, network=network)} if client_page else None,
        "file": _file_page(view, given, file_page, large=paper.large) if file_page else None,
    }
    svg = svg_of(picture, view, kind=kind, style=style, fonts=False, title=False)
    return typeset(
        template("card"),
        data,
        title=text(N_("My network card")) if network else text(N_("My resource card")),
        subtitle=_subtitle(view),
        footer=heading(view, network=network),
        look=paper,
        pictures={"card": svg},
        made_at=made_at,
    )


def card_png(
    view: CardView,
    *,
    kind: str = "network",
    look: Look | None = None,
    unknown_ties: bool = False,
    ppi: float = 200,
) -> bytes:
    """Make the card's picture as PNG, ``ppi`` dots per inch at 200 mm width (A3: 283 mm)."""
    paper = look or Look()
    style = Style(grey=paper.grey, large=paper.large, unknown_ties=unknown_ties)
    picture = picture_of(view, kind=kind, style=style)
    wide = _SMALL_PICTURE_MM * (2**0.5 if paper.paper == "a3" else 1)
    network = kind == "network"
    made = rasterise(
        template("picture"),
        {"width": wide, "margin": 4, "alt": alternative(view, network=network)},
        title=card_title(network=network),
        look=paper,
        pictures={"card": svg_of(picture, view, kind=kind, style=style, fonts=False, title=False)},
        ppi=ppi,
    )
    return made[0]


def _subtitle(view: CardView) -> str:
    parts = [text("Drawn on {day}", day=day(view.on))] if view.on else []
    parts += [view.label] if view.label else []
    return " · ".join(parts)


def _sections(view: CardView, handout: Handout, *, network: bool) -> list[Mapping[str, Any]]:
    """Give what stands below the picture; names are broken only where a word is wider than a column."""
    return [
        {**section, "hyphenate": any(len(word) > _LONG_WORD for word in str(section["items"]).split())}
        for section in _client_sections(view, handout, network=network)
    ]


def _client_sections(view: CardView, handout: Handout, *, network: bool) -> list[Mapping[str, Any]]:
    """Give what stands below the picture; without steps or contacts, everybody on the card in words."""
    sections: list[Mapping[str, Any]] = []
    helpers = [e for e in view.entries if e.receives and not e.deceased]
    if helpers:
        sections.append(
            {
                "kind": "helpers",
                "title": text(N_("Who helps me")),
                "items": [{"name": e.title, "words": e.receives_words()} for e in helpers],
            }
        )
    if handout.steps:
        sections.append(
            {
                "kind": "steps",
                "title": text(N_("My next steps")),
                "items": [_step(s, handout, view) for s in _in_order(handout.steps)],
            }
        )
    if handout.contacts:
        sections.append(
            {
                "kind": "contacts",
                "title": text(N_("Where I can go")),
                "items": [{"name": c.name, "lines": list(c.lines), "hours": list(c.hours)} for c in handout.contacts],
            }
        )
    if network and not (handout.steps or handout.contacts):
        groups = _groups(view)
        if groups:
            sections.append({"kind": "groups", "title": text(N_("Who is on my card")), "items": groups})
    return sections


def _groups(view: CardView) -> list[Mapping[str, str]]:
    tones = {text(word): code for code, word in SECTORS.items()}
    return [
        {"name": name, "colour": tones.get(name, "soft"), "words": ", ".join(_short(e) for e in entries)}
        for name, entries in groups_of(view, network=True)
    ]


def _short(entry: Entry) -> str:
    ring = ring_word(entry)
    return f"{entry.title} ({ring})" if ring else entry.title


def _in_order(steps: Sequence[Step]) -> list[Step]:
    """Put the client's own steps first, then by day; what is done comes last."""
    actors = list(STEP_ACTORS)
    return sorted(steps, key=lambda s: (s.done_on is not None, actors.index(s.who), s.until or date.max, s.id))


def _step(step: Step, handout: Handout, view: CardView) -> Mapping[str, str]:
    about = handout.about(step) if handout.about else None
    what = (about or text(N_("An agreed step"))) if view.pseudonyms else step.what
    who = said(STEP_ACTORS, step.who)
    if step.who == "other" and step.who_text and not view.pseudonyms:
        who = step.who_text
    parts = [who]
    if step.until:
        parts.append(text("until {day}", day=day(step.until, short=True)))
    if step.done_on:
        parts.append(text("done on {day}", day=day(step.done_on, short=True)))
    return {"what": what, "about": ", ".join(parts)}


def _file_page(view: CardView, handout: Handout, page: FilePage, *, large: bool) -> Mapping[str, Any]:
    tables = [_entries_table(view, large=large), _ties_table(view), _needs_table(view, page)]
    if handout.steps:
        tables.append(_steps_table(view, handout))
    return {
        "title": text(N_("Card for the file")),
        "consent": text(
            "The client agreed on {day} that this page becomes part of the file.",
            day=day(page.agreed_on),
        ),
        "tables": tables,
        "figures_title": text(N_("Figures")),
        "figures": [
            {"definition": definition, "sentences": [sentence for _, sentence in told]}
            for definition, told in groupby(page.figures, key=itemgetter(0))
        ],
    }


def _entries_table(view: CardView, *, large: bool) -> Mapping[str, Any]:
    rows: list[list[str]] = []
    for e in view.entries:
        support = [f"{text('gives me')}: {e.receives_words()}"] if e.receives else []
        support += [f"{text('I give')}: {e.gives_words()}"] if e.gives else []
        remarks = [*e.remarks(), *([e.note] if e.note else [])]
        where = text(SECTORS[e.sector]) if e.sector else text(FIELDS[e.field])
        rows.append(
            [
                e.name,
                e.role or kind_word(e),
                ", ".join(part for part in (where, ring_word(e)) if part),
                (tie_words(e) or text("unknown")) if e.on_network else "",
                "; ".join(support),
                "; ".join(remarks),
            ]
        )
    head = [
        text(h) for h in (N_("Entry"), N_("Role or kind"), N_("Where"), N_("Tie to me"), N_("Support"), N_("Remarks"))
    ]
    widths = [1.3, 1.1, 1.4, 1.1, 1.5, 1.4]
    if large:
        # six columns of large letters are so narrow that most words break
        head, widths = _in_pairs(head, ", "), [1.25, 1.35, 1.5]
        rows = [_in_pairs(row, " · ") for row in rows]
    return {
        "title": text(N_("Entries")),
        "head": head,
        "widths": widths,
        "rows": rows,
        "empty": text(N_("The card is empty.")),
    }


def _in_pairs(cells: Sequence[str], mark: str) -> list[str]:
    """Put every two cells into one, without those that say nothing."""
    return [mark.join(cell for cell in pair if cell) for pair in zip(cells[::2], cells[1::2], strict=True)]


def _ties_table(view: CardView) -> Mapping[str, Any]:
    """Say who knows whom: an entry once for all it knows."""
    told: dict[tuple[int, str], list[str]] = {}
    for t in sorted(view.threads, key=lambda t: (min(t.a, t.b), max(t.a, t.b))):
        a, b = sorted((t.a, t.b))
        state = text("know each other") if t.state == "known" else text("do not know each other")
        if t.conflict:
            state = f"{state}, {text('conflict')}"
        told.setdefault((a, state), []).append(view.entries[b].name)
    return {
        "title": text(N_("Ties between them")),
        "head": [text(N_("Entry")), text(N_("and")), text(N_("Tie"))],
        "widths": [1, 2, 1],
        "rows": [[view.entries[a].name, ", ".join(others), tie] for (a, tie), others in told.items()],
        "empty": text(N_("No ties are known.")),
    }


def _needs_table(view: CardView, page: FilePage) -> Mapping[str, Any]:
    rows = []
    for n in page.needs:
        note = n.note or "" if not view.pseudonyms else ""
        rows.append(
            [
                page.need_label(n.need),
                str(n.priority or ""),
                said(PHASES, n.phase),
                day(n.since, short=True),
                note,
            ]
        )
    head = [N_("Need"), N_("Priority"), N_("Phase"), N_("Since"), N_("Remarks")]
    return {
        "title": text(N_("Needs")),
        "head": [text(h) for h in head],
        "widths": [1.9, 0.7, 1, 1.4, 2],
        "rows": rows,
        "empty": text(N_("No needs were recorded.")),
    }


def _steps_table(view: CardView, handout: Handout) -> Mapping[str, Any]:
    rows = []
    for s in _in_order(handout.steps):
        told = _step(s, handout, view)
        rows.append([told["what"], told["about"]])
    return {
        "title": text(N_("Next steps")),
        "head": [text(N_("What")), text(N_("Who, until when"))],
        "widths": [2, 1],
        "rows": rows,
        "empty": "",
    }
