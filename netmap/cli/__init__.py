"""``netmap …``: thin commands, one for each use case.

Each module of this package adds its commands with ``register``; the work is done elsewhere.
Heavy libraries are imported inside the commands, so that ``netmap status`` starts at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from netmap import __version__
from netmap.cli.output import Answer, dump_json
from netmap.cli.parser import Parser
from netmap.cli.streams import ready_streams, say
from netmap.errors import CallError, NetmapError
from netmap.messages import N_, set_language

#: modules that add commands; each has ``register(commands)``
GROUPS = ("cards", "draw", "graphs", "reach", "tables", "district", "cases", "network", "planning", "admin")

Run = Callable[[argparse.Namespace], Answer]


class Commands:
    """Where the modules of this package put their commands."""

    def __init__(self, parser: Parser, common: Parser) -> None:
        self._common = common
        self._top = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser, required=True)
        self._groups: dict[str, Any] = {}

    def add(self, *path: str, run: Run, summary: str) -> argparse.ArgumentParser:
        """Add the command ``netmap path…`` and return its parser for the arguments.

        Parameters
        ----------
        *path
            One or two words, as in ``("card", "figures")``.
        run
            Does the work and returns the answer.
        summary
            One line for ``--help``.
        """
        holder = self._top
        for word in path[:-1]:
            if word not in self._groups:
                group = self._top.add_parser(word, help=f"netmap {word} …")
                self._groups[word] = group.add_subparsers(
                    dest=f"{word}_command", metavar="COMMAND", parser_class=Parser, required=True
                )
            holder = self._groups[word]
        parser: argparse.ArgumentParser = holder.add_parser(
            path[-1], help=summary, description=summary, parents=[self._common]
        )
        parser.set_defaults(run=run)
        return parser


def _common() -> Parser:
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group(N_("everywhere"))
    group.add_argument("--format", choices=("table", "json"), help=N_("table (default) or json"))
    group.add_argument("--data", metavar="DIR", help=N_("folder of the embedded stores"))
    group.add_argument("--partners", metavar="URI", help=N_("partner store"))
    group.add_argument("--cases", metavar="URI", help=N_("case store"))
    return common


def build_parser() -> Parser:
    """Build the parser with all commands."""
    common = _common()
    parser = Parser(prog="netmap", description=N_("netmap maps help."), parents=[common])
    parser.add_argument("--version", action="version", version=f"netmap {__version__}", help=N_("show the version"))
    commands = Commands(parser, common)
    for name in GROUPS:
        import_module(f"netmap.cli.{name}").register(commands)
    return parser


def _wants_json(argv: Sequence[str]) -> bool:
    return any(
        word == "--format=json" or (word == "--format" and argv[i + 1 : i + 2] == ["json"])
        for i, word in enumerate(argv)
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Returns
    -------
    int
        0 = done, 1 = ran, and the answer is no, 2 = the call or the input is wrong.
    """
    ready_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = _wants_json(words)
    set_language(os.environ.get("NETMAP_LANGUAGE", "de"))
    try:
        arguments = build_parser().parse_args(words)
        answer: Answer = arguments.run(arguments)
        say(dump_json(answer.data) if as_json else answer.render(), as_json=as_json)
        return answer.exit_status
    except NetmapError as error:
        _report(error, as_json=as_json)
        return error.exit_status
    except KeyboardInterrupt:
        return 130


def _report(error: NetmapError, *, as_json: bool) -> None:
    print(str(error), file=sys.stderr)
    for fault in error.faults:
        print(f"  {fault}", file=sys.stderr)
    if as_json:
        document = {
            "error": {
                "kind": error.kind,
                "message": str(error),
                "faults": [{"where": f.where, "message": str(f.message)} for f in error.faults],
            }
        }
        with suppress(CallError):  # what could not be written was said on standard error
            say(dump_json(document), as_json=True)
