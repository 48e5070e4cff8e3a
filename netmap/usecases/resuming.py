"""Where somebody was among the cards, kept with their sign-in: after a restart they are there again, names hidden.

It is sealed with the token that only their browser holds, so that neither the store nor a backup of it says
which case somebody has open. It gives no right: the case is opened like any other, and that is logged.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from netmap.bootstrap import House
from netmap.model.changes import Change, Edit
from netmap.stores.seal import open_with, seal_with
from netmap.usecases.accounts import token_id


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody looks at.

    Attributes
    ----------
    case, card
        Ids; ``None``: the list, or the newest card.
    view
        Which view of the case.
    hidden
        Names are hidden.
    """

    case: str | None = None
    card: str | None = None
    view: str | None = None
    hidden: bool = False


def keep_place(house: House, token: str, place: Place) -> None:
    """Note where somebody is; nothing happens where the sign-in has ended."""
    sealed = seal_with(token, json.dumps(asdict(place)))
    edit = Edit("sessions", token_id(token), {"place": None}, {"place": sealed})
    house.partners.housekeep(Change((edit,)))


def kept_place(house: House, token: str) -> Place | None:
    """Give where somebody was when it was last noted; ``None`` if nobody knows."""
    rows = house.partners.load("sessions", only=("id", [token_id(token)]))["sessions"]
    sealed = rows[0]["place"] if rows else None
    words = open_with(token, sealed) if sealed else None
    return None if words is None else Place(**json.loads(words))
