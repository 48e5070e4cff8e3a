"""Draw the graph as the records give it, and say what the next migration of a room has to bring.

python -m tools.schema
"""

from netmap.model import cases, partners  # noqa: F401 - the records make the tables
from netmap.model.tables import Room
from netmap.stores.neo4j import drawing, opening
from netmap.stores.sqlite import schema

README = opening.MIGRATIONS / "README.md"

if __name__ == "__main__":
    for room in Room:
        for statement in schema.unlike_records(room):
            print(f"-- the next {room.value}_NNNN.sql has to lead to\n{statement};")
    README.write_text(drawing.with_drawings(README.read_text(encoding="utf-8")), encoding="utf-8")
