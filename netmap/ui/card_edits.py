"""What the drawing surface sends, done one edit after the other; each gets its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netmap.errors import ConflictError, NetmapError, NotFound, StoreError
from netmap.messages import text
from netmap.model.changes import Receipt
from netmap.ui.canvas.protocol import (
    AddEntry,
    Answer,
    Batch,
    DeleteEntry,
    Edit,
    MoveEntry,
    Redo,
    SetEntry,
    SetTie,
    Undo,
)
from netmap.usecases import drawing
from netmap.usecases.cases import undo_in_case
from netmap.usecases.desk import Desk
from netmap.usecases.undo import TakenBack

#: what the drawing shows; cards, words, needs and steps stand beside it
_DRAWN = frozenset({"alters", "ties"})


def do_batch(
    desk: Desk, case_id: str, batch: Batch, *, done: Callable[[Receipt], None] | None = None
) -> Sequence[Answer]:
    """Do the edits of a batch in their order.

    An edit that the store could not take (it does not answer, no space) gets no answer: the page
    keeps it and sends it again. One that is refused says why.

    Parameters
    ----------
    done
        Is told of each change of the drawing that was made; an undo may be of something beside it, and is told
        only where it was of entries and ties.
    """
    answers = []
    for edit in batch.edits:
        try:
            made = _once(desk, case_id, batch.card, edit)
            if isinstance(made, TakenBack):
                made = made.receipt if made.tables <= _DRAWN and not made.receipt.repeated else None
            if done and made:
                done(made)
        except StoreError:
            break
        except ConflictError:
            reason = text("Somebody else changed this meanwhile; their version stands.")
            answers.append(Answer(edit.id, ok=False, reason=reason))
        except NetmapError as error:
            answers.append(Answer(edit.id, ok=False, reason=str(error)))
        else:
            answers.append(Answer(edit.id))
    return answers


def _once(desk: Desk, case_id: str, card_id: str, edit: Edit) -> Receipt | TakenBack | None:
    """Do an edit, unless it came before and what it was about is gone since, perhaps by itself."""
    try:
        return _do(desk, case_id, card_id, edit)
    except NotFound:
        if not drawing.was_done(desk, case_id, request=edit.id):
            raise
        return None


def _do(desk: Desk, case_id: str, card_id: str, edit: Edit) -> Receipt | TakenBack | None:
    match edit:
        case AddEntry():
            return drawing.add_entry(desk, case_id, card_id, edit.values, alter_id=edit.alter, request=edit.id)
        case MoveEntry() | SetEntry():
            return drawing.change_entry(
                desk, case_id, card_id, edit.alter, before=edit.before, values=edit.values, request=edit.id
            )
        case DeleteEntry():
            return drawing.remove_entry(desk, case_id, card_id, edit.alter, before=edit.before, request=edit.id)
        case SetTie():
            return drawing.set_tie(
                desk,
                case_id,
                card_id,
                edit.a,
                edit.b,
                state=edit.state,
                conflict=edit.conflict,
                before_state=edit.before_state,
                before_conflict=edit.before_conflict,
                request=edit.id,
            )
        case Undo():
            return undo_in_case(desk, case_id, request=edit.id)
        case Redo():
            return undo_in_case(desk, case_id, redo=True, request=edit.id)


Doer = Callable[[Batch], Sequence[Answer]]


def doer(desk: Desk, case_id: str) -> Doer:
    """Give the function that a surface hands its batches to."""
    return lambda batch: do_batch(desk, case_id, batch)
