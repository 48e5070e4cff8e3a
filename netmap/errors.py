"""The whole error tree: what can go wrong, said so that somebody can mend it.

Every error carries a message (what, where, what to do) that is given in the reader's language,
and, where several things are wrong at once, all of them as faults.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netmap.messages import N_, Message, text

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input: where it stands and what to do about it.

    Attributes
    ----------
    where
        File, row and column, or a JSON path; the head of a table is row 1.
    message
        What is wrong, which value, what to do.
    """

    where: str
    message: Message | str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else str(self.message)


#: why the system refused something, in the words of whoever reads it; ``strerror`` is always English
_REASONS = {
    errno.ENOENT: N_("there is no such path"),
    errno.ENOTDIR: N_("part of the path is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("it is not permitted"),
    errno.EPERM: N_("it is not permitted"),
    errno.EROFS: N_("it may only be read"),
    errno.ENOSPC: N_("no space is left"),
    errno.EDQUOT: N_("no space is left"),
    errno.EFBIG: N_("it is too large"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
    errno.EEXIST: N_("it is there already"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EADDRINUSE: N_("the port is taken"),
    errno.EADDRNOTAVAIL: N_("this computer has no such address"),
}


def reason_of(error: OSError) -> Message | str:
    """Say why the system refused something.

    Examples
    --------
    >>> str(reason_of(FileNotFoundError(2, "No such file or directory")))
    'diesen Pfad gibt es nicht'
    """
    known = _REASONS.get(error.errno or 0)
    return Message(known) if known else error.strerror or type(error).__name__


class NetmapError(Exception):
    """Anything netmap itself reports.

    Parameters
    ----------
    msgid
        The English sentence (a msgid of the catalogue), gaps in braces.
    faults
        Every single thing that is wrong, where there are several.
    **params
        Values for the gaps.
    """

    #: stable name of the family, given to scripts as ``error.kind``
    kind = "error"
    #: exit status of the command line
    exit_status = 2
    #: heading above the message in the app
    title = N_("That did not work")

    def __init__(self, msgid: str, /, *, faults: Iterable[Fault] = (), **params: Any) -> None:
        self.message = Message(msgid, params)
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(msgid)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def heading(self) -> str:
        """The heading in the reader's language."""
        return text(self.title)


class InputError(NetmapError, ValueError):
    """The input is wrong: a file, a value, a form."""

    kind = "input"
    title = N_("Please check what was entered")


class CallError(InputError):
    """The command was called wrongly."""

    kind = "call"


class FormatError(InputError):
    """A file is not what it should be, or is damaged."""

    kind = "format"
    title = N_("This file cannot be read")


class SettingsError(InputError):
    """A setting is unknown or has a wrong value; all wrong ones are named at once."""

    kind = "settings"
    title = N_("The settings need attention")


class InfeasibleError(NetmapError):
    """The question has no answer under the limits given."""

    kind = "infeasible"
    exit_status = 1
    title = N_("There is no answer under these limits")


class RefusedError(NetmapError):
    """A rule that protects people says no."""

    kind = "refused"
    exit_status = 1
    title = N_("Not permitted")


class PermissionRefused(RefusedError):
    """The role of the account does not cover this."""

    kind = "permission"


class ReleaseMissing(RefusedError):
    """One of the two directed releases is missing or no longer in force."""

    kind = "release"
    title = N_("A release is missing")


class ConflictError(NetmapError):
    """Somebody else changed the same thing meanwhile; nothing was overwritten.

    The faults show both versions, field by field.
    """

    kind = "conflict"
    exit_status = 1
    title = N_("Somebody else changed this meanwhile")


class NotFound(InputError):
    """There is nothing under that id."""

    kind = "not_found"
    title = N_("Not found")


class StoreError(NetmapError):
    """The store did not do what it was asked to."""

    kind = "store"
    title = N_("The store reports a problem")


class StoreUnreachable(StoreError):
    """The store does not answer."""

    kind = "store_unreachable"
    title = N_("The store does not answer")


class StoreVersionError(StoreError):
    """The store was written by a newer netmap."""

    kind = "store_version"


class StoreReadOnly(StoreError):
    """The store cannot be written to (no permission, or no space left)."""

    kind = "store_read_only"


class StoreDamaged(StoreError):
    """The store holds something that cannot be right."""

    kind = "store_damaged"


class SealError(StoreError):
    """A sealed value cannot be opened: wrong key, damaged, or not where it belongs."""

    kind = "seal"
    title = N_("This case cannot be opened")
