"""An import contract: certain libraries are named in one room of the house only."""

from __future__ import annotations

from typing import cast

import grimp
from importlinter import Contract, ContractCheck, fields, output


class RoomContract(Contract):
    """Only modules of the rooms import the libraries.

    The ``protected`` contract that comes with import-linter does the same, but refuses to run as long
    as nobody imports the library at all.
    """

    type_name = "room"

    libraries = fields.ListField(subfield=fields.StringField())
    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Find imports from outside the rooms."""
        rooms = cast("list[str]", self.rooms)
        strangers = [
            detail
            for library in cast("list[str]", self.libraries)
            if library in graph.modules
            for importer in sorted(graph.find_modules_that_directly_import(library))
            if not any(importer == room or importer.startswith(f"{room}.") for room in rooms)
            for detail in graph.get_import_details(importer=importer, imported=library)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each line that imports a library from outside its room."""
        for detail in check.metadata["strangers"]:
            output.print_error(
                f"{detail['importer']} imports {detail['imported']} (line {detail['line_number']})",
                bold=False,
            )
