"""The minutes of a meeting, as PDF and DOCX: who was here, what was said, what was agreed, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netmap.analysis.cooperation.pairs import Pair, pairs_of
from netmap.exchange.network_svg import description, network_svg
from netmap.exchange.report import Block, Bullets, Facts, Heading, Paragraph, Picture, Table, report
from netmap.exchange.report_docx import report_docx
from netmap.messages import plural, text
from netmap.model.partners import DEFAULT_SCALE, Meeting
from netmap.usecases import conference, conference_outcome
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network_picture import picture_of


@needs("network.read")
def minutes_pdf(desk: Desk, meeting_id: str, *, scale: str = DEFAULT_SCALE) -> bytes:
    """Give the minutes of a meeting as an accessible PDF.

    Raises
    ------
    NotFound
        There is no such meeting.
    """
    held = conference.meeting(desk, meeting_id)
    return report(
        minutes_of(desk, held, scale=scale),
        title=_title(desk, held),
        subtitle=f"{held.on:%d.%m.%Y}",
        footer=_title(desk, held),
        made_at=desk.house.clock(),
    )


@needs("network.read")
def minutes_docx(desk: Desk, meeting_id: str, *, scale: str = DEFAULT_SCALE) -> bytes:
    """Give the minutes of a meeting as a Word document.

    Raises
    ------
    NotFound
        There is no such meeting.
    """
    held = conference.meeting(desk, meeting_id)
    return report_docx(
        minutes_of(desk, held, scale=scale),
        title=_title(desk, held),
        subtitle=f"{held.on:%d.%m.%Y}",
        made_at=desk.house.clock(),
    )


def _title(desk: Desk, held: Meeting) -> str:
    return text("Minutes: {body}", body=conference.body_of(desk, held).name)


@needs("network.read")
def minutes_of(desk: Desk, held: Meeting, *, scale: str = DEFAULT_SCALE) -> list[Block]:
    """Give the minutes as blocks; no notes, no evidence, nothing of any case."""
    names = conference.names_of(desk)
    added: list[Block] = [Heading(text("Notes")), Paragraph(held.minutes)] if held.minutes else []
    return [
        *_room(desk, held, names),
        *_pictures(desk, held, scale),
        *_decisions(desk, held, names),
        *_said(desk, held, names, scale),
        *_checklists(desk, held),
        *added,
        Paragraph(
            text("What is written here was said in the room. Unknown is not zero, and a higher level is not better."),
            quiet=True,
        ),
    ]


def _named(names: Mapping[str, str], ids: Iterable[str]) -> list[str]:
    return sorted((names.get(i, i) for i in ids), key=str.casefold)


def _room(desk: Desk, held: Meeting, names: Mapping[str, str]) -> list[Block]:
    members = desk.house.vocabulary["core_members"]
    missing = [s for s in conference.core_seats(desk, held) if not s.here]
    blocks: list[Block] = [
        Heading(text("Who was here")),
        Paragraph(plural("{count} organisation", "{count} organisations", count=len(held.attendance))),
        Bullets(_named(names, held.attendance), columns=2),
    ]
    if missing:
        blocks += [
            Heading(text("Who of the core was missing"), level=3),
            Bullets(
                [
                    f"{members.label_of(s.code)}: {', '.join(_named(names, s.absent)) or text('nobody stands for it')}"
                    for s in missing
                ]
            ),
        ]
    return blocks


def _pictures(desk: Desk, held: Meeting, scale: str) -> list[Block]:
    """Give the network before and after, as it stood on the wall; the text flows around."""
    places = conference.wall_positions(desk, held, scale=scale)
    found: list[Block] = []
    for words, day in (
        (text("The network before the meeting"), conference.before(desk, held)),
        (text("The network after the meeting"), conference.day_of(desk, held)),
    ):
        drawn = picture_of(desk, day, scale=scale, only=held.attendance or None, title=words)
        if held.attendance:
            drawn = replace(drawn, actors=[replace(a, x=places[a.id][0], y=places[a.id][1]) for a in drawn.actors])
        said = f"{words}: {description(drawn)}"
        found.append(Picture(network_svg(drawn, fonts=False), alt=said, caption=words, floats=True, height=0.62))
    return found


def _said(desk: Desk, held: Meeting, names: Mapping[str, str], scale: str) -> list[Block]:
    here = conference.said_here(held, desk.house.district())
    asked = sorted({(min(r.from_, r.to), max(r.from_, r.to)) for r in here if r.scale == scale})
    if not asked:
        return [Heading(text("How far we work together")), Paragraph(text("No pair was asked in this meeting."))]
    was, now = (
        pairs_of(conference.before(desk, held), scale=scale),
        pairs_of(conference.day_of(desk, held), scale=scale),
    )

    def shown(pair: tuple[str, str], pairs: Mapping[tuple[str, str], Pair]) -> list[str]:
        views = pairs[pair].views if pair in pairs else (None, None)
        return ["?" if v is None else str(v) for v in views]

    rows = [
        [
            names.get(a, a),
            names.get(b, b),
            " | ".join(shown((a, b), was)),
            " | ".join(shown((a, b), now)),
        ]
        for a, b in asked
    ]
    rows.sort(key=lambda r: (r[0].casefold(), r[1].casefold()))
    levels = [
        f"{e.whole('value')} {e.label}" + (f": {short}" if short.casefold() != e.label.casefold() else "")
        for e in desk.house.vocabulary.levels(scale)
        for short in [e.said("short")]
    ]
    return [
        Heading(text("How far we work together")),
        Table(
            [text("One side"), text("Other side"), text("before"), text("now")],
            rows,
            widths=[5, 5, 2, 2],
            caption=text("What each side says, the first before the line; ? = has not said anything"),
        ),
        Paragraph(" · ".join(levels), quiet=True),
    ]


def _decisions(desk: Desk, held: Meeting, names: Mapping[str, str]) -> list[Block]:
    made = conference_outcome.decisions_of(desk, held)
    if not made:
        return [Heading(text("What we agreed")), Paragraph(text("Nothing was agreed."))]
    rows = [[d.what, ", ".join(_named(names, d.who)) or "–", f"{d.until:%d.%m.%Y}" if d.until else "–"] for d in made]
    return [
        Heading(text("What we agreed")),
        Table([text("What"), text("Who"), text("Until")], rows, widths=[6, 4, 2]),
    ]


def _checklists(desk: Desk, held: Meeting) -> list[Block]:
    blocks: list[Block] = []
    for name, chosen in (("success_factors", held.success_factors), ("obstacles", held.obstacles)):
        if chosen:
            words = desk.house.vocabulary[name]
            blocks.append(Heading(words.label))
            blocks.append(Facts([(words.label_of(c), words[c].description if c in words else "") for c in chosen]))
    return blocks
