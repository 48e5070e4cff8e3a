"""Opening a graph: whose it is, which version, and the numbered migrations that bring it to ours.

Schema statements cannot share a transaction with data. Each of them is harmless when repeated, and
the migration is recorded after the last one, so a break in between only means that it runs again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import neo4j

from netmap.errors import StoreDamaged, StoreVersionError
from netmap.model.tables import Room
from netmap.stores.base import check_version, mark_of
from netmap.stores.neo4j.connection import Sessions, rows

MIGRATIONS = Path(__file__).resolve().parents[3] / "graph_schema"
OLDEST_SERVER = (5, 26)


def migrations(room: Room) -> list[tuple[int, str]]:
    """Give the numbered migrations of a room in order."""
    return [
        (int(path.stem.rsplit("_", 1)[1]), path.read_text(encoding="utf-8"))
        for path in sorted(MIGRATIONS.glob(f"{room.value}_[0-9]*.cypher"))
    ]


def statements(cypher: str) -> list[str]:
    r"""Split a migration into its statements; lines that start with ``//`` are for people.

    Examples
    --------
    >>> statements("// a\nRETURN 1;\nRETURN\n  2;\n")
    ['RETURN 1', 'RETURN\n  2']
    """
    lines = [line for line in cypher.splitlines() if not line.startswith("//")]
    return [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]


def open_graph(sessions: Sessions, room: Room) -> None:
    """Refuse what is not ours to write to; bring ours to the newest version.

    Raises
    ------
    StoreVersionError
        A newer netmap wrote the graph, or the server is too old.
    StoreDamaged
        The graph holds the other room, or something else.
    StoreUnreachable
        The server does not answer.
    """
    _check_server(sessions)
    sessions.name_database()
    steps = migrations(room)
    version, layout = sessions.read(lambda tx: _version(tx, sessions.uri, room))
    check_version(sessions.uri, steps, version=version, layout=layout)
    for number, cypher in steps:
        if number > version:
            for statement in statements(cypher):
                sessions.run(statement)
            sessions.run("CALL db.awaitIndexes(120)")
            sessions.write(lambda tx, number=number: _note(tx, sessions.uri, room, number, mark_of(steps, number)))  # type: ignore[misc]


def _check_server(sessions: Sessions) -> None:
    agent = sessions.server()
    numbers = agent.rpartition("/")[2].split(".")[:2]
    known = agent.startswith("Neo4j/") and all(n.isdigit() for n in numbers)
    if known and tuple(map(int, numbers)) < OLDEST_SERVER:
        raise StoreVersionError("{uri} is {server}; netmap needs Neo4j 5.26 or newer.", uri=sessions.uri, server=agent)


def _version(tx: neo4j.ManagedTransaction, uri: str, room: Room) -> tuple[int, int | None]:
    found = rows(tx, "MATCH (s:Store) RETURN s.id, s.room, s.version, s.layout")
    if not found:
        if rows(tx, "MATCH (n) RETURN 1 LIMIT 1"):
            raise _foreign(uri, room)
        return 0, None
    if len(found) > 1 or found[0][0] != "netmap" or found[0][1] != room.value:
        raise _foreign(uri, room)
    return int(found[0][2]), found[0][3]


def _foreign(uri: str, room: Room) -> StoreDamaged:
    return StoreDamaged("{path} is no netmap store of this room ({room}).", path=uri, room=room)


def _note(tx: neo4j.ManagedTransaction, uri: str, room: Room, number: int, layout: int) -> None:
    if _version(tx, uri, room)[0] >= number:
        return  # another program was faster
    tx.run(
        "MERGE (s:Store {id: 'netmap'}) SET s.room = $room, s.version = $number, s.layout = $layout"
        " MERGE (m:Migration {number: $number}) ON CREATE SET m.at = $at, m.room = $room"
        " MERGE (s)-[:MIGRATED]->(m)",
        {"room": room.value, "number": number, "layout": layout, "at": datetime.now(UTC).isoformat()},
    ).consume()
