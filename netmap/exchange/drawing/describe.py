"""The card in sentences: for screen readers, for lists beside the picture, for whoever cannot see it."""

from __future__ import annotations

from netmap.exchange.drawing.view import CardView, Entry, counts_by_sector
from netmap.exchange.drawing.words import EGO_TIES, FIELDS, RINGS, SECTORS, day
from netmap.messages import N_, plural, text


def card_title(*, network: bool) -> str:
    """Give the name of the picture."""
    return text(N_("Network card")) if network else text(N_("Resource card"))


def alternative(view: CardView, *, network: bool) -> str:
    """Give the words that stand for the whole picture: how many, and who stands where.

    Sector by sector from near to far for the Netzwerkkarte, field by field for the Ressourcenkarte.
    """
    shown = [e for e in view.entries if e.on_network or not network]
    sentences = [f"{heading(view, network=network)}. {entries_count(len(shown))}."]
    groups = groups_of(view, network=network)
    sentences.extend(f"{name}: {', '.join(_with_ring(e, network) for e in entries)}." for name, entries in groups)
    return " ".join(sentences)


def heading(view: CardView, *, network: bool) -> str:
    """Give the name of the picture with its day."""
    name = card_title(network=network)
    return text("{name} of {day}", name=name, day=day(view.on)) if view.on else name


def entries_count(count: int) -> str:
    """Give how many entries there are, in words."""
    return plural("{count} entry", "{count} entries", count=count)


def groups_of(view: CardView, *, network: bool) -> list[tuple[str, list[Entry]]]:
    """Give the entries by sector (or field), only groups that hold some, the unplaced ones last."""
    if not network:
        by_field = {f: [e for e in view.entries if e.field == f] for f in FIELDS}
        return [(text(FIELDS[f]), found) for f, found in by_field.items() if found]
    groups = [(text(SECTORS[s]), found) for s, found in counts_by_sector(view).items() if found]
    inside = [e for e in view.entries if e.placed and e.sector is None]
    waiting = [e for e in view.entries if e.on_network and not e.placed]
    if inside:
        groups.append((text(N_("In the middle")), inside))
    if waiting:
        groups.append((text(N_("Without a place yet")), waiting))
    return groups


def _with_ring(entry: Entry, network: bool) -> str:
    ring = ring_word(entry)
    return f"{entry.title} ({ring})" if network and ring else entry.title


def ring_word(entry: Entry) -> str:
    """Give how close an entry is, in a word; empty where it has no place."""
    return text(RINGS[entry.ring]) if entry.ring is not None else ""


def tie_words(entry: Entry) -> str:
    """Give what the tie to the client is like: carries, loose, burdens, conflict."""
    found = [text(EGO_TIES[entry.ego_tie])] if entry.ego_tie else []
    if entry.burden:
        found.append(text("burdens me"))
    if entry.conflict:
        found.append(text("conflict"))
    return ", ".join(found)


def sentences_of(view: CardView, entry: Entry) -> list[tuple[str, str]]:
    """Give everything that is known of an entry as pairs of a word and what it stands for."""
    where = [text(SECTORS[entry.sector])] if entry.sector else [text(FIELDS[entry.field])]
    where += [ring_word(entry)] if entry.ring is not None else []
    pairs = [
        (text(N_("Role")), entry.role or ""),
        (text(N_("Kind")), kind_word(entry)),
        (text(N_("Where")), ", ".join(where)),
        (text(N_("Tie to me")), (tie_words(entry) or text(N_("unknown"))) if entry.on_network else ""),
        (text(N_("gives me")), entry.receives_words()),
        (text(N_("I give")), entry.gives_words()),
        (text(N_("Signs")), ", ".join(entry.remarks())),
        (text(N_("knows")), ", ".join(view.knows(entry.number))),
        (text(N_("does not know")), ", ".join(view.knows(entry.number, state="none"))),
        (text(N_("Note")), entry.note or ""),
    ]
    return [(word, value) for word, value in pairs if value]


def kind_word(entry: Entry) -> str:
    """Give whether it is a person, an agency or place, or something of the client's own."""
    if entry.field in ("personal", "material"):
        return text("something of mine")
    return text("person") if entry.human else text("agency, place")


def spoken(view: CardView, entry: Entry) -> str:
    """Give one line for a screen reader: the name and all that is known."""
    told = "; ".join(f"{word}: {value}" for word, value in sentences_of(view, entry))
    return f"{entry.title}. {told}."
