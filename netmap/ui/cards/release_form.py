"""The form with which a client lets both sides speak: printed, signed, revocable."""

from __future__ import annotations

from netmap.exchange.report import Block, Bullets, Heading, Paragraph, Remark, report
from netmap.messages import text
from netmap.ui.cards import held
from netmap.usecases.desk import Desk


def form(desk: Desk, *, own: str, partner: str) -> bytes:
    """Make the form for both directed releases as a PDF."""
    items = [entry.label for entry in held.vocabulary_of(desk)["feedback_items"]]
    line = "_" * 44
    blocks: list[Block] = [
        Paragraph(text("I let the two agencies below tell each other what is ticked here, and nothing else.")),
        Heading(text("1. {sender} may tell {recipient}", sender=own, recipient=partner)),
        Bullets([f"☐ {item}" for item in items]),
        Heading(text("2. {sender} may tell {recipient}", sender=partner, recipient=own)),
        Bullets([f"☐ {item}" for item in items]),
        Heading(text("What for, and how long")),
        Paragraph(f"{text('Purpose')}: {line}"),
        Paragraph(f"{text('Valid until')}: {line}"),
        Remark(text("I can revoke this at any time, also for one side only. Nothing bad follows from it.")),
        Paragraph(f"{text('Place and date')}: {line}"),
        Paragraph(f"{text('Signature')}: {line}"),
    ]
    return report(blocks, title=text("Release from confidentiality"))
