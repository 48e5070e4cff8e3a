"""Every write is a change: an immutable value that says what it does and knows its inverse.

A change is made of :class:`Edit` values. An edit names a row, the columns it saw (``before``) and
what they become (``after``). A store applies all edits of a change or none, and only where the row
still is what ``before`` says: so a change made on an old revision goes through if it touches
nothing that moved since, and is otherwise refused with both versions. Undo, redo, history, audit
and the synchronisation of open sessions all read the same log of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from netmap.messages import N_, Message
from netmap.model.tables import TABLES, Record, Room, Row


@dataclass(frozen=True, slots=True)
class Edit:
    """What happens to one row.

    Attributes
    ----------
    table, key
        The row.
    before
        The columns as they were seen (``None``: there was no such row).
    after
        The same columns as they become (``None``: the row is removed).
    """

    table: str
    key: str
    before: Row | None
    after: Row | None

    def inverse(self) -> Edit:
        """Give the edit that takes this one back."""
        return Edit(self.table, self.key, self.after, self.before)

    @staticmethod
    def add(record: Record) -> Edit:
        """Add a row."""
        return Edit(record.TABLE.name, record.key, None, record.to_row())

    @staticmethod
    def remove(record: Record) -> Edit:
        """Remove a row as it was seen."""
        return Edit(record.TABLE.name, record.key, record.to_row(), None)

    @staticmethod
    def update(old: Record, new: Record) -> Edit:
        """Change the columns in which two versions of a row differ.

        Raises
        ------
        ValueError
            The two are not versions of one row.
        """
        if old.TABLE is not new.TABLE or old.key != new.key:
            raise ValueError("two versions of one row are needed")
        was, becomes = old.to_row(), new.to_row()
        columns = [c for c in was if was[c] != becomes[c]]
        return Edit(old.TABLE.name, old.key, {c: was[c] for c in columns}, {c: becomes[c] for c in columns})


@dataclass(frozen=True, slots=True)
class Change:
    """The base of all changes; use the named ones below.

    Examples
    --------
    >>> from netmap.model.partners import Area
    >>> change = SetArea.adding(Area(id="a", name="Auheim", kind="gemeinde"))
    >>> change.inverse().edits[0].after is None, change.inverse().inverse() == change
    (True, True)
    """

    edits: tuple[Edit, ...]

    #: what the change does, as a sentence of the catalogue
    SAYS: ClassVar[str] = N_("Changed")
    #: the tables it may touch; empty = any of its room
    TOUCHES: ClassVar[frozenset[str]] = frozenset()
    #: the kind of change that takes it back
    INVERSE: ClassVar[str | None] = None

    def __post_init__(self) -> None:
        """Refuse edits that do not belong together.

        Raises
        ------
        ValueError
            Two rooms in one change, or a table this kind does not touch.
        """
        rooms = {TABLES[e.table].room for e in self.edits}
        if len(rooms) > 1:
            raise ValueError("a change belongs to one room")
        if self.TOUCHES and any(e.table not in self.TOUCHES for e in self.edits):
            raise ValueError(f"{self.kind} does not touch {sorted({e.table for e in self.edits})}")

    @property
    def kind(self) -> str:
        """The name under which the log keeps it."""
        return type(self).__name__

    @property
    def room(self) -> Room:
        """The room it belongs to."""
        return TABLES[self.edits[0].table].room

    def describe(self) -> Message:
        """Say what it does, in the reader's language; never with a name or any content."""
        return Message(self.SAYS)

    def inverse(self) -> Change:
        """Give the change that takes this one back."""
        kind = CHANGES[self.INVERSE or self.kind]
        return kind(tuple(e.inverse() for e in reversed(self.edits)))

    @classmethod
    def adding(cls, *records: Record) -> Self:
        """Make the change that adds rows."""
        return cls(tuple(Edit.add(r) for r in records))

    @classmethod
    def removing(cls, *records: Record) -> Self:
        """Make the change that removes rows (in the order given)."""
        return cls(tuple(Edit.remove(r) for r in records))

    @classmethod
    def updating(cls, *pairs: tuple[Record, Record]) -> Self:
        """Make the change that turns old versions into new ones; pairs without difference drop out."""
        edits = (Edit.update(old, new) for old, new in pairs)
        return cls(tuple(e for e in edits if e.after))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change as the log keeps it.

    Attributes
    ----------
    id
        Sorts by the order in which the store took it.
    by
        The account.
    kind
        The name of the change's class.
    entities
        The entities it moved, with the revision each reached.
    request
        The id the client gave, so that nothing is applied twice.
    undoes
        The id of the change that this one takes back.
    """

    id: str
    at: datetime
    by: str
    kind: str
    edits: tuple[Edit, ...]
    entities: Mapping[str, int]
    why: str | None = None
    request: str | None = None
    undoes: str | None = None

    @property
    def change(self) -> Change:
        """The change itself."""
        return CHANGES.get(self.kind, Change)(self.edits)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a store gives back for a change: its id, and the revision of each entity it moved."""

    id: str
    at: datetime
    revisions: Mapping[str, int] = field(default_factory=dict)
    #: the same request had been applied before; nothing happened now
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a refused change and the store disagree: one column of one row, in both versions."""

    table: str
    key: str
    column: str
    seen: Any
    now: Any
    wanted: Any


CHANGES: dict[str, type[Change]] = {"Change": Change}


def _kind(
    name: str, says: str, touches: Iterable[str] = (), *, inverse: str | None = None, doc: str | None = None
) -> type[Change]:
    made = type(
        name,
        (Change,),
        {
            "__slots__": (),
            "__doc__": doc or f"{says}.",
            "__module__": __name__,
            "SAYS": says,
            "TOUCHES": frozenset(touches),
            "INVERSE": inverse,
        },
    )
    CHANGES[name] = made
    return made


# Partner room
SetArea = _kind("SetArea", N_("Area changed"), ["areas"])
AddOrganisation = _kind("AddOrganisation", N_("Organisation added"), ["organisations"], inverse="RemoveOrganisation")
SetOrganisation = _kind("SetOrganisation", N_("Organisation changed"), ["organisations"])
RemoveOrganisation = _kind("RemoveOrganisation", N_("Organisation removed"), inverse="AddOrganisation")
AddPlace = _kind("AddPlace", N_("Place added"), ["places"], inverse="RemovePlace")
SetPlace = _kind("SetPlace", N_("Place changed"), ["places"])
RemovePlace = _kind("RemovePlace", N_("Place removed"), inverse="AddPlace")
AddService = _kind("AddService", N_("Service added"), ["services"], inverse="RemoveService")
SetService = _kind("SetService", N_("Service changed"), ["services"])
RemoveService = _kind("RemoveService", N_("Service removed"), inverse="AddService")
AddResource = _kind("AddResource", N_("Resource added"), ["resources"], inverse="RemoveResource")
SetResource = _kind("SetResource", N_("Resource changed"), ["resources"])
RemoveResource = _kind("RemoveResource", N_("Resource removed"), inverse="AddResource")
ReportCooperation = _kind("ReportCooperation", N_("Cooperation reported"), ["reports"], inverse="WithdrawReport")
CorrectReport = _kind("CorrectReport", N_("Report corrected"), ["reports"])
WithdrawReport = _kind("WithdrawReport", N_("Report withdrawn"), ["reports"], inverse="ReportCooperation")
AddRelation = _kind("AddRelation", N_("Relation added"), ["relations"], inverse="RemoveRelation")
SetRelation = _kind("SetRelation", N_("Relation changed"), ["relations"])
RemoveRelation = _kind("RemoveRelation", N_("Relation removed"), ["relations"], inverse="AddRelation")
SetAgreement = _kind("SetAgreement", N_("Agreement changed"), ["agreements"])
SetChain = _kind("SetChain", N_("Service chain changed"), ["chains"])
SetDemand = _kind("SetDemand", N_("Demand changed"), ["demand"])
SetBody = _kind("SetBody", N_("Body changed"), ["bodies", "members"])
HoldMeeting = _kind("HoldMeeting", N_("Meeting recorded"), ["meetings", "decisions", "reports"])
SetDecision = _kind("SetDecision", N_("Decision recorded"), ["decisions"])
AddRemark = _kind("AddRemark", N_("Remark added"), ["remarks"], inverse="RemoveRemark")
RemoveRemark = _kind("RemoveRemark", N_("Remark removed"), ["remarks"], inverse="AddRemark")
PublishFigures = _kind("PublishFigures", N_("Protected figures released"), ["publications"])
SetLink = _kind("SetLink", N_("Partner link made or revoked"), ["links"])
GiveAnswer = _kind("GiveAnswer", N_("Partner answered"), ["answers", "links"])
TakeAnswer = _kind("TakeAnswer", N_("Partner's answer taken over"))
ImportDistrict = _kind("ImportDistrict", N_("District imported"))
ImportNetwork = _kind("ImportNetwork", N_("Network taken over from a file"))
SetAccount = _kind("SetAccount", N_("Account changed"), ["accounts"])

# Case room
OpenCase = _kind("OpenCase", N_("Case opened"), inverse="DeleteCase")
SetCase = _kind("SetCase", N_("Case changed"), ["cases"])
DeleteCase = _kind("DeleteCase", N_("Case deleted"), inverse="OpenCase")
AddCard = _kind("AddCard", N_("Card added"), inverse="RemoveCard")
SetCard = _kind("SetCard", N_("Card changed"), ["cards"])
RemoveCard = _kind("RemoveCard", N_("Card removed"), inverse="AddCard")
AddAlter = _kind("AddAlter", N_("Entry added"), ["alters", "ties"], inverse="RemoveAlter")
MoveAlter = _kind("MoveAlter", N_("Entry moved"), ["alters"])
SetAlter = _kind("SetAlter", N_("Entry changed"), ["alters"])
RemoveAlter = _kind("RemoveAlter", N_("Entry removed"), ["alters", "ties"], inverse="AddAlter")
JoinEntries = _kind("JoinEntries", N_("Two entries declared the same"), ["alters"])
SetTie = _kind("SetTie", N_("Tie changed"), ["ties"])
SetWords = _kind("SetWords", N_("Client's words noted"), ["words"])
SetNeed = _kind("SetNeed", N_("Need changed"), ["needs"])
SetStep = _kind("SetStep", N_("Next step changed"), ["steps"])
SetContact = _kind("SetContact", N_("Existing contact noted"), ["contacts"])
SetReferral = _kind("SetReferral", N_("Referral changed"), ["referrals"])
GiveFeedback = _kind("GiveFeedback", N_("Feedback noted"), ["feedback"])
SetRelease = _kind("SetRelease", N_("Release changed"), ["releases"])
HoldConference = _kind("HoldConference", N_("Case conference recorded"), ["conferences"])
ImportCard = _kind("ImportCard", N_("Card imported"))
