"""Who may do what: the desk somebody works at, and the one table of permissions.

Every use case is a function whose first argument is a :class:`Desk` and that is marked with
:func:`needs`; the page never decides. Whoever holds a case is checked on top by
:meth:`Desk.open_case`, which also writes the audit log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from netmap.bootstrap import NO_KEY, House
from netmap.errors import NotFound, PermissionRefused
from netmap.messages import N_
from netmap.model.cases import Case

P = ParamSpec("P")
T = TypeVar("T")


class Role(StrEnum):
    """The roles an account can have."""

    #: Fallmanagement
    CASE_MANAGEMENT = "case_management"
    #: Netzwerkkoordination
    COORDINATION = "coordination"
    #: Planung
    PLANNING = "planning"
    #: Administration
    ADMINISTRATION = "administration"
    #: Datenschutz
    DATA_PROTECTION = "data_protection"


_ALL = frozenset(Role)
_C = frozenset({Role.CASE_MANAGEMENT})
_N = frozenset({Role.COORDINATION})
_P = frozenset({Role.PLANNING})
_A = frozenset({Role.ADMINISTRATION})
_D = frozenset({Role.DATA_PROTECTION})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something, to which object, and how it is said.

    Attributes
    ----------
    roles
        Any of these roles is enough.
    object
        ``district``, ``case`` (only whoever holds it), ``aggregate`` (only through the release
        gate), ``house`` (accounts, keys, backups) or ``log``.
    says
        The action as a sentence of the catalogue.
    opens
        It needs the key: a process that holds none refuses it, whoever asks.
    """

    roles: frozenset[Role]
    object: str
    says: str
    opens: bool = False


#: the one table: every action, the roles it needs, and its object
RULES: Final[dict[str, Rule]] = {
    "directory.read": Rule(_C | _N | _P | _A, "district", N_("read the directory")),
    "directory.edit": Rule(_C | _N, "district", N_("edit the directory")),
    "directory.protected": Rule(_C, "district", N_("see protected addresses")),
    "district.import": Rule(_A, "district", N_("import a district")),
    "district.export": Rule(_A | _N | _P, "district", N_("export the district")),
    "network.read": Rule(_N | _P, "district", N_("see the partner network")),
    "network.edit": Rule(_N, "district", N_("report cooperation and edit agreements")),
    "network.confidential": Rule(_N, "district", N_("see notes on quality and tension")),
    "network.link": Rule(_N, "district", N_("send links to partners")),
    "planning.read": Rule(_P, "district", N_("see gaps in provision")),
    "planning.edit": Rule(_P, "district", N_("note decisions on gaps")),
    "planning.release": Rule(_P, "aggregate", N_("receive protected figures from cases")),
    "case.list": Rule(_C, "case", N_("list one's own cases"), True),
    "case.open": Rule(_C, "case", N_("open a case"), True),
    "case.edit": Rule(_C, "case", N_("edit a case"), True),
    "case.delete": Rule(_C, "case", N_("delete a case"), True),
    "case.assign": Rule(_A, "case", N_("hand a case to somebody else"), True),
    "account.manage": Rule(_A, "house", N_("manage accounts")),
    "log.read": Rule(_D, "log", N_("read the log")),
    "key.rotate": Rule(_A, "house", N_("change the master key"), True),
    "backup": Rule(_A, "house", N_("back up and restore"), True),
    "verify": Rule(_A, "house", N_("check the stores"), True),
    "status": Rule(_A | _D, "house", N_("see the state of the house")),
}

#: the account of the command line; whoever may start it on the server has all roles
CLI_ACCOUNT: Final = "cli"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting: an account with roles, and those it stands in for."""

    account: str
    roles: frozenset[Role]
    deputy_of: frozenset[str] = frozenset()

    @staticmethod
    def cli() -> Actor:
        """Give the actor of the command line."""
        return Actor(CLI_ACCOUNT, _ALL)

    def may(self, action: str) -> bool:
        """Tell whether any role covers the action (the object is checked apart)."""
        return bool(self.roles & RULES[action].roles)

    def holds(self, case: Case) -> bool:
        """Tell whether a case is this account's, or of somebody it stands in for."""
        return self.account == CLI_ACCOUNT or case.case_manager in {self.account, *self.deputy_of}


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at work in the house."""

    house: House
    actor: Actor

    def may(self, action: str) -> bool:
        """Tell whether the actor may do something here (the object is checked apart)."""
        return self.actor.may(action) and not (RULES[action].opens and self.house.settings.keyless)

    def require(self, action: str) -> None:
        """Refuse what no role of the actor covers, or what needs a key this process has not; that is logged.

        Raises
        ------
        PermissionRefused
            The roles do not cover it, or this process holds no key.
        """
        if self.may(action):
            return
        self.house.partners.note(by=self.actor.account, action=f"refused:{action}", entity="house")
        if self.actor.may(action):
            raise PermissionRefused(NO_KEY)
        raise PermissionRefused("Your role does not allow you to {action}.", action=_said(action))

    def require_case(self, action: str, case_id: str, *, why: str | None = None) -> None:
        """Refuse an action on a case: role, holder, audit; nothing of the record is opened.

        Raises
        ------
        PermissionRefused
            The role does not cover it, or somebody else holds the case.
        NotFound
            There is no such case.
        """
        self.require(action)
        cases = self.house.cases
        rows = cases.load("cases", only=("id", [case_id]))["cases"]
        if not rows:
            raise NotFound("There is no case {id}.", id=case_id)
        if not self.actor.holds(Case.of_stored(rows[0])):
            cases.note(by=self.actor.account, action=f"refused:{action}", entity=f"case:{case_id}", why=why)
            raise PermissionRefused("Somebody else holds this case; ask them or your team lead.")
        if action == "case.open":
            cases.note(by=self.actor.account, action="read", entity=f"case:{case_id}", why=why)


def _said(action: str) -> Any:
    from netmap.messages import message

    return message(RULES[action].says)


def needs(
    action: str,
) -> Callable[[Callable[Concatenate[Desk, P], T]], Callable[Concatenate[Desk, P], T]]:
    """Mark a use case with the action it needs; the role is checked before it runs.

    Actions on a case are only marked here: the function itself calls :meth:`Desk.require_case`,
    because the holder has to be checked as well.
    """
    rule = RULES[action]

    def mark(function: Callable[Concatenate[Desk, P], T]) -> Callable[Concatenate[Desk, P], T]:
        @wraps(function)
        def checked(desk: Desk, *args: P.args, **kwargs: P.kwargs) -> T:
            if rule.object != "case":
                desk.require(action)
            return function(desk, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[Desk, P], T]", checked)

    return mark
