"""Write what follows from the records: the first migration of each room and the drawn graph.

python -m tools.schema
"""

from netmap.model import cases, partners  # noqa: F401 - the records make the tables
from netmap.model.tables import Room
from netmap.stores.neo4j import drawing, graph, opening
from netmap.stores.sqlite import schema

README = opening.MIGRATIONS / "README.md"

if __name__ == "__main__":
    for room in Room:
        (schema.MIGRATIONS / f"{room.value}_0001.sql").write_text(schema.room_sql(room), encoding="utf-8")
        (opening.MIGRATIONS / f"{room.value}_0001.cypher").write_text(graph.schema_cypher(room), encoding="utf-8")
    README.write_text(drawing.with_drawings(README.read_text(encoding="utf-8")), encoding="utf-8")
