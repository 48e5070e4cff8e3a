"""Write the published schema of netmap's own card file: ``python -m tools.card_schema``."""

import json
from pathlib import Path

from netmap.exchange.cardjson import card_schema

if __name__ == "__main__":
    path = Path(__file__).parent.parent / "graph_schema" / "card.schema.json"
    path.write_text(json.dumps(card_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
