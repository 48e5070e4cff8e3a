"""An invented district and an invented case that use every table and the odd values of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from netmap.model import cases as c
from netmap.model import partners as p
from netmap.model.changes import Change, Edit
from netmap.model.tables import Record, Room, tables_of
from netmap.stores.base import Store

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NOTES = {"Zürich": "ß; \"'`", "b": "2"}
SHAPE = {"type": "Polygon", "coordinates": [[[9.0, 51], [9.5, 51.25], [9, 51.5], [9.0, 51]]]}

#: a word that stands in every sealed column of the sample case, and nowhere else
SECRET = "Geheimwort-Möwe"


def district() -> list[Record]:
    """Give records of every table of the partner room, what is referred to first."""
    return [
        p.Code(list="needs", code="garden", label="Garten", notes=NOTES),
        p.Area(id="a1", name="Kreis Auheim", kind="kreis", lat=51, lon=9.25, shape=SHAPE),
        p.Area(id="a0", name="Nord", kind="sozialraum", parent="a1", setting="country", population=0),
        p.Organisation(id="o1", name="Jobcenter „Mitte“", kind="jobcenter", pillars=("a", "b")),
        p.Organisation(id="o2", name="Beratung & Hilfe e. V.", kind="association", email="info@hilfe.example"),
        p.Organisation(id="o0", name="Zweigstelle", kind="association", parent="o2", notes=NOTES),
        p.Organisation(id="o:3", name="Doppelpunkt\n2. Zeile", kind="eigenes Wort", verified_on=DAY),
        p.Place(id="p1", name="Haus", area="a0", lat=51.1, lon=9.0, barrier_free=False, protected=True),
        p.Place(id="p2", name="Laden", area="a1", barrier_free=None),
        p.Service(
            id="s1", organisation="o2", name="Schuldnerberatung", needs=("debt", "poverty"), places=("p2", "p1"),
            areas=("a0",), languages=("de", "tr"), features=("anonymous",), access="open", capacity=0, wait_days=14,
        ),
        p.Service(id="s2", organisation="o1", name="Ohne Ort", needs=("work",)),
        p.Resource(id="r1", name="Café", kind="meeting_place", area="a0", place="p2", needs=("isolation",)),
        p.Report(from_="o1", to="o2", level=3, on=DAY, by="Konferenz", evidence="Protokoll"),
        p.Report(from_="o2", to="o1", level=0, on=DAY),
        p.Report(from_="o1", to="o2", level=-2, on=DAY, scale="eigene", notes=NOTES),
        p.Relation(from_="o1", to="o2", kind="refers", service="s1", since=DAY),
        p.Relation(from_="o1", to="o2", kind="funds"),
        p.Agreement(
            id="g1", kind="cooperation", parties=("o1:steerer", "o:3", "nobody:deliverer"), services=("s1",),
            since=DAY, point_1=True, point_2=False, coordinator="Frau Beispiel",
        ),
        p.Demand(area="a0", need="debt", people_low=3, people_high=9, requires=("outreach", "anonymous"), on=DAY),
        p.Demand(area="a0", need="debt", people_low=0, people_high=0),
        p.ChainStep(chain="k1", position=1, service_type="advice", name="Kette"),
        p.ChainStep(chain="k1", position=10, service_type="training"),
        p.Travel(area="a0", place="p1", minutes=12.5, mode="bus"),
        p.Travel(area="a0", place="p1", minutes=7),
        p.Body(id="b1", name="Beirat", kind="advisory_board", area="a1"),
        p.Membership(body="b1", organisation="o1", role="chair", since=DAY),
        p.Meeting(id="m1", body="b1", on=DAY, attendance=("o2", "o1"), minutes="Text", obstacles=("Zeit",)),
        p.Decision(id="d1", body="b1", meeting="m1", what="Faltblatt", who=("o2",)),
        p.Remark(id="n1", subject="gap:a0/debt", kind="note", text="…", by="u1", at=NOW),
        p.Publication(id="v1", subject="s", on=DAY, threshold=3, figures={"a": [4, None]}, at=NOW, by="u1"),
        p.Link(id="l1", organisation="o2", expires_at=NOW, made_by="u1"),
        p.PartnerAnswer(id="w1", link="l1", organisation="o2", at=NOW, about="s1", content={"free": [1, None]}),
        p.Position(view="net", item="o1", x=1, y=-0.5),
        p.Account(id="u1", name="Koordination", roles=("coordination",), password_hash="argon-hash", made_at=NOW),
        p.SignIn(id="t1", account="u1", made_at=NOW, seen_at=NOW),
    ]  # fmt: skip


def case(case_id: str = "c1") -> list[Record]:
    """Give records of every table of the case room, what is referred to first."""
    i, s = case_id, SECRET
    return [
        c.Case(id=i, number=s, name=s, contact=s, case_manager="u1", area="a0", languages=("de",), opened_on=DAY),
        c.Card(id=f"{i}-k1", case=i, on=DAY, label=s, client_note=s, made_by="u1", ego={"note": s}),
        c.Alter(
            id=f"{i}-x1", case=i, card=f"{i}-k1", entry="e1", label=s, role="mother", role_text=s,
            angle=45, distance=30, ego_tie="strong", supports=("emotional:given", "financial:received"),
            age=s, gender=s, note=s, extra={"x": [s, 1, None]},
        ),
        c.Alter(id=f"{i}-x2", case=i, card=f"{i}-k1", entry="e2", label=f"{s} 2", human=False, field="material"),
        c.Alter(id=f"{i}-x0", case=i, card=f"{i}-k1", entry="e3"),
        c.Tie(case=i, card=f"{i}-k1", a=f"{i}-x1", b=f"{i}-x2", conflict=True),
        c.Words(case=i, card=f"{i}-k1", question="question_1", text=s),
        c.Need(id=f"{i}-n1", case=i, need="debt", priority=1, since=DAY, note=s),
        c.Step(id=f"{i}-s1", case=i, card=f"{i}-k1", who="client", who_text=s, what=s, need="debt"),
        c.Contact(id=f"{i}-t1", case=i, partner_table="organisations", partner_id="o1", note=s),
        c.Referral(id=f"{i}-r1", case=i, organisation="o2", service="s1", route="assignment", on=DAY, note=s),
        c.Feedback(id=f"{i}-f1", case=i, referral=f"{i}-r1", on=DAY, item="sub_goals", text=s),
        c.Release(
            id=f"{i}-l1", case=i, sender="o1", recipient="o2", items=("planned_help",), purpose=s, valid_from=DAY,
            revoked_at=NOW,
        ),
        c.CaseConference(id=f"{i}-g1", case=i, on=DAY, participants=("o1", "o2"), reason=s, result=s),
    ]  # fmt: skip


def adding(records: Iterable[Record]) -> Change:
    """Make the change that adds records of any tables."""
    return Change(tuple(Edit.add(r) for r in records))


def removing(records: Iterable[Record]) -> Change:
    """Make the change that removes records, the last first."""
    return Change(tuple(Edit.remove(r) for r in reversed(list(records))))


def everything(store: Store, **options: Any) -> dict[str, list[dict[str, Any]]]:
    """Load all tables as plain dicts."""
    names = [spec.name for spec in tables_of(store.room)]
    return {name: [dict(row) for row in rows] for name, rows in store.load(*names, **options).items()}


def rows_of(records: Iterable[Record], room: Room) -> dict[str, list[dict[str, Any]]]:
    """Give what :func:`everything` should give for records."""
    found: dict[str, list[Record]] = {spec.name: [] for spec in tables_of(room)}
    for record in records:
        found[record.TABLE.name].append(record)
    return {name: [r.to_row() for r in sorted(part, key=lambda r: r.key)] for name, part in found.items()}
