"""What the process and each session of the app hold: the house, who is signed in, the language."""

from __future__ import annotations

from netmap.bootstrap import House
from netmap.errors import StoreError
from netmap.messages import N_

_houses: list[House] = []


def set_house(house: House) -> None:
    """Say which house this process serves."""
    _houses[:] = [house]


def house() -> House:
    """Give the house this process serves.

    Raises
    ------
    StoreError
        The app was not started by ``netmap serve``.
    """
    if not _houses:
        raise StoreError(N_("The app has no house: start it with `netmap serve`."))
    return _houses[0]
