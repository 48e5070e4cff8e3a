"""Service chains as swim lanes, for the screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from netmap.analysis.cooperation.chains import NO_PROVIDER, NO_TIE, TIE_UNKNOWN, Chain, chains_of
from netmap.analysis.day import Day
from netmap.exchange.chain_svg import Lanes, LaneStep, described, lanes_svg
from netmap.exchange.report import Block, Bullets, Heading, Paragraph, Picture, report
from netmap.exchange.typeset import Look
from netmap.messages import text
from netmap.usecases.desk import Desk, needs

#: share of a page's height that a line of text takes; so many letters stand in one
_LINE: Final = 0.035
_LETTERS: Final = 130
#: below this share nobody can read a drawing
_LEAST_HEIGHT: Final = 0.5


def lanes_of(day: Day, chain: Chain) -> Lanes:
    """Give a chain as it is drawn."""
    words = {
        NO_PROVIDER: text("nobody offers this"),
        NO_TIE: text("they do not work together"),
        TIE_UNKNOWN: text("nobody knows whether they work together"),
    }
    types = day.vocabulary["service_types"]
    place = {step.position: n for n, step in enumerate(chain.steps, start=1)}
    steps = []
    for step in chain.steps:
        offers: dict[str, list[str]] = {}
        for service in step.services:
            record = day.services[service]
            offers.setdefault(day.organisations[record.organisation].name, []).append(record.name)
        steps.append(LaneStep(types.label_of(step.service_type), offers))
    breaks = {place.get(b.after, 0): (words[b.reason], b.reason != TIE_UNKNOWN) for b in chain.breaks}
    return Lanes(chain.name or chain.id, steps, breaks)


@needs("network.read")
def chains_pdf(desk: Desk, day: Day, *, scale: str, said: Mapping[str, Sequence[str]] = MappingProxyType({})) -> bytes:
    """Print all chains of a day, each as vectors with its description.

    Parameters
    ----------
    said
        Sentences that stand below the drawing of a chain, by its id: they stay on its page.
    """
    title = text("Service chains on {day}", day=f"{day.day:%d.%m.%Y}")
    blocks: list[Block] = []
    for chain in chains_of(day, scale=scale):
        lanes = lanes_of(day, chain)
        sentences = said.get(chain.id, ())
        room = max(_LEAST_HEIGHT, 0.9 - _LINE * sum(1 + len(s) // _LETTERS for s in sentences))
        blocks += [
            Heading(lanes.title),
            Picture(lanes_svg(lanes, fonts=False), alt=described(lanes), height=room),
            *([Bullets(sentences)] if sentences else []),
        ]
    blocks.append(
        Paragraph(text("A thick line: one organisation in both steps. ✕ a known break, ? nobody knows."), quiet=True)
    )
    return report(blocks, title=title, footer=title, look=Look(paper="a4", landscape=True), made_at=desk.house.clock())
