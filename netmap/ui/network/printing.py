"""A button that prints the view it stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netmap.analysis.day import Day
from netmap.exchange.report import Block
from netmap.messages import text
from netmap.ui.downloads import PDF, Paper, offer
from netmap.usecases.desk import Desk
from netmap.usecases.view_paper import view_pdf


def print_button(
    desk: Desk, day: Day, title: str, blocks: Callable[[], Sequence[Block]], *, name: str, mark: object = None
) -> None:
    """Offer a view as PDF.

    Parameters
    ----------
    title
        What the view is called.
    blocks
        Gives what stands in it, when it is asked for.
    name
        Names the file.
    mark
        What the view depends on beside the day: when it changes, so does the paper.
    """
    paper = Paper(
        text("Save this view (PDF)"),
        f"{day.day:%Y-%m-%d}-{name}.pdf",
        PDF,
        lambda: view_pdf(desk, day, title, blocks()),
        (day.day, day.district.revision, mark),
        f"net_print_{name}",
    )
    offer(paper, text("Print this view (PDF)"), icon=":material/print:")
