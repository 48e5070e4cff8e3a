"""Drawing a service chain: its steps in their order, each a type of service; every edit can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netmap.errors import InputError
from netmap.model.changes import Edit, Receipt, SetChain
from netmap.model.ids import new_id
from netmap.model.partners import ChainStep
from netmap.usecases.desk import Desk, needs


@needs("network.edit")
def draw_chain(desk: Desk, *, name: str, service_type: str) -> str:
    """Begin a chain with its first step; give its id.

    Raises
    ------
    InputError
        It has no name or no first step.
    """
    if not name.strip() or not service_type.strip():
        raise InputError("A chain has a name and a first step.")
    step = ChainStep(chain=new_id(), position=1, service_type=service_type.strip(), name=name.strip())
    desk.house.partners.apply(SetChain.adding(step), by=desk.actor.account)
    return step.chain


@needs("network.edit")
def set_steps(desk: Desk, chain: str, service_types: Sequence[str], *, name: str | None = None) -> Receipt | None:
    """Give a chain these steps in this order; without any the chain is gone. ``None``: nothing changed.

    Raises
    ------
    InputError
        There is no such chain.
    Conflict
        Somebody else changed the chain meanwhile.
    """
    old = {(s.position, s.service_type): s for s in desk.house.district().chains if s.chain == chain}
    if not old:
        raise InputError("There is no chain '{id}'.", id=chain)
    called = name if name is not None else next((s.name for s in old.values() if s.name), None)
    wanted = {
        (n, kind): ChainStep(chain=chain, position=n, service_type=kind, name=called)
        for n, kind in enumerate(service_types, start=1)
    }
    edits = [Edit.remove(step) for key, step in old.items() if key not in wanted]
    for key, step in wanted.items():
        if key not in old:
            edits.append(Edit.add(step))
            continue
        edit = Edit.update(old[key], replace(old[key], name=called))
        if edit.after:
            edits.append(edit)
    return desk.house.partners.apply(SetChain(tuple(edits)), by=desk.actor.account) if edits else None
