"""The parser of the command line: its complaints and its headings in the reader's language.

``argparse`` asks gettext for its sentences, under the names ``_`` and ``ngettext`` of its own module;
the program's catalogues answer there instead. A sentence that a later Python words anew stays English.
"""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from netmap.errors import CallError
from netmap.messages import N_, Message, plural, text

#: what argparse says of a call, or writes above the lists of ``--help``
SENTENCES = (
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("unexpected option string: %s"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
)


def _either(one: str, many: str, count: int) -> str:
    # the only sentence of argparse in two forms; its gap is filled by argparse itself
    if one == "expected %s argument":
        return plural("expected %s argument", "expected %s arguments", count)
    return one if count == 1 else many


vars(argparse).update(_=text, ngettext=_either)


class _Help(argparse.HelpFormatter):
    """Writes ``--help`` in the reader's language.

    Commands only mark their sentences: a catalogue is read when somebody asks for help, not at every start.
    """

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and text(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(text and str(Message(text)))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and text(action.help)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours: exit status 2, JSON where it was asked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help} | options)

    def error(self, message: str) -> NoReturn:
        """Refuse the call.

        Raises
        ------
        CallError
            Always.
        """
        raise CallError("{message}. `{program} --help` shows how.", message=message, program=self.prog)


def whole(word: str) -> int:
    """Read a whole number from 0 of a call.

    Raises
    ------
    argparse.ArgumentTypeError
        It is none.
    """
    if not word.strip().isdecimal():
        raise argparse.ArgumentTypeError(text("'{value}' is not a whole number", value=word))
    return int(word)
