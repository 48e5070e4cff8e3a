"""Write the first migration of each room from the records: ``python -m tools.schema``."""

from netmap.model import cases, partners  # noqa: F401 - the records make the tables
from netmap.model.tables import Room
from netmap.stores.sqlite.schema import MIGRATIONS, room_sql

if __name__ == "__main__":
    for room in Room:
        (MIGRATIONS / f"{room.value}_0001.sql").write_text(room_sql(room), encoding="utf-8")
