"""Write the first migration of each room from the records: ``python -m tools.schema``."""

from netmap.model import cases, partners  # noqa: F401 - the records make the tables
from netmap.model.tables import Room
from netmap.stores.neo4j import graph, opening
from netmap.stores.sqlite import schema

if __name__ == "__main__":
    for room in Room:
        (schema.MIGRATIONS / f"{room.value}_0001.sql").write_text(schema.room_sql(room), encoding="utf-8")
        (opening.MIGRATIONS / f"{room.value}_0001.cypher").write_text(graph.schema_cypher(room), encoding="utf-8")
