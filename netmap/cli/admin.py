"""Administration: begin, serve, state, accounts, log, keys, backup, restore, verify."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.cli.context import desk_of, show_progress
from netmap.cli.days import local_time
from netmap.cli.output import Answer, table
from netmap.cli.parser import whole
from netmap.errors import CallError
from netmap.messages import N_, plural, text

if TYPE_CHECKING:
    from netmap.cli import Commands
    from netmap.errors import Fault


def register(commands: Commands) -> None:
    """Add the commands."""
    begin = commands.add("init", run=run_init, summary=N_("begin an empty store, or the demo district"))
    begin.add_argument("--demo", action="store_true", help=N_("load the demo district with invented cases"))
    serve = commands.add("serve", run=run_serve, summary=N_("serve the app"))
    serve.add_argument("--port", type=int, help=N_("port (default: the setting, 8501)"))
    serve.add_argument("--host", help=N_("address to listen on (default: the setting, 127.0.0.1)"))
    commands.add("status", run=run_status, summary=N_("versions, revisions, counts, state of the keys"))

    add = commands.add("user", "add", run=run_user_add, summary=N_("add an account"))
    add.add_argument("account")
    add.add_argument("--name", help=N_("name shown in the app (default: the account)"))
    add.add_argument("--role", action="append", default=[], help=N_("a role; may be given several times"))
    add.add_argument("--password-stdin", action="store_true", help=N_("read the password from standard input"))
    roles = commands.add("user", "roles", run=run_user_roles, summary=N_("give an account other roles"))
    roles.add_argument("account")
    roles.add_argument("roles", nargs="*", metavar="ROLE")
    disable = commands.add("user", "disable", run=run_user_disable, summary=N_("disable an account"))
    disable.add_argument("account")
    disable.add_argument("--enable", action="store_true", help=N_("let it in again"))
    commands.add("user", "list", run=run_user_list, summary=N_("list the accounts"))

    log = commands.add("log", run=run_log, summary=N_("who did what, when and why"))
    log.add_argument("--case", metavar="ID")
    log.add_argument("--by", metavar="ACCOUNT")
    log.add_argument("--since", metavar="DATE", help=N_("ISO date or moment"))
    log.add_argument("--limit", type=whole, metavar="N", help=N_("the newest N entries"))
    commands.add("key", "rotate", run=run_rotate, summary=N_("wrap all keys with a new master key"))
    commands.add("backup", run=run_backup, summary=N_("write both rooms into a file")).add_argument(
        "file", type=Path, metavar="FILE"
    )
    commands.add("restore", run=run_restore, summary=N_("bring a backup into an empty place")).add_argument(
        "file", type=Path, metavar="FILE"
    )
    verify = commands.add("verify", run=run_verify, summary=N_("look for anything that cannot be right"))
    verify.add_argument(
        "--repair",
        action="store_true",
        help=N_(
            "before that, make anew what is kept beside the entries and does not fit them; entries stay as they are"
        ),
    )


def run_init(arguments: argparse.Namespace) -> Answer:
    """Begin an empty house, or the demo."""
    from netmap.usecases import administration

    with desk_of(arguments, begins=True) as desk:
        administration.begin(desk.house)
        if arguments.demo:
            from netmap.usecases.demo import load_demo

            load_demo(desk, progress=show_progress)
        data = administration.state(desk)
    return Answer(data, lambda: _state(data))


def run_serve(arguments: argparse.Namespace) -> Answer:
    """Serve the app until it is stopped."""
    from netmap.settings import load_settings
    from netmap.ui.server import serve

    given = {name: getattr(arguments, name, None) for name in ("data", "partners", "cases", "port", "host")}
    serve(load_settings(**given))
    return Answer({}, str)


def run_status(arguments: argparse.Namespace) -> Answer:
    """Tell the state of the house."""
    from netmap.usecases import administration

    with desk_of(arguments) as desk:
        data = administration.state(desk)
    return Answer(data, lambda: _state(data))


def _state(data: dict[str, object]) -> str:
    lines = [f"netmap {data['version']}"]
    for room in ("partners", "cases"):
        part: dict[str, object] = data[room]  # type: ignore[assignment]
        lines.append(f"\n{room}  {part['uri']}  {part['revision'] or '–'}")
        lines.append(
            text(
                "Schema {number}, last change {at}",
                number=part["schema"],
                at=local_time(datetime.fromisoformat(str(part["last_change"]))) if part["last_change"] else "–",
            )
        )
        counts: dict[str, int] = part["counts"]  # type: ignore[assignment]
        lines.append(table([text("table"), text("rows")], [[k, v] for k, v in counts.items() if v]))
    keys: dict[str, object] = data["keys"]  # type: ignore[assignment]
    lines.append("\n" + text("Master key: {state}", state=keys["problem"] or keys["in_use"]))
    return "\n".join(lines)


def run_user_add(arguments: argparse.Namespace) -> Answer:
    """Add an account; a password that was made is shown this once."""
    from netmap.usecases import accounts

    password = sys.stdin.readline().rstrip("\n") if arguments.password_stdin else None
    with desk_of(arguments, begins=True) as desk:
        account, word = accounts.add_account(
            desk,
            arguments.account,
            name=arguments.name or arguments.account,
            roles=[r for part in arguments.role for r in part.split(",")],
            password=password,
        )
    data = {"account": account.id, "roles": list(account.roles), "password": None if password else word}
    shown = text("Account {id} added.", id=account.id)
    if not password:
        shown += "\n" + text("Password (shown only now): {password}", password=word)
    return Answer(data, lambda: shown)


def run_user_roles(arguments: argparse.Namespace) -> Answer:
    """Give an account other roles."""
    from netmap.usecases import accounts

    with desk_of(arguments) as desk:
        account = accounts.set_roles(desk, arguments.account, [r for p in arguments.roles for r in p.split(",")])
    return Answer(
        {"account": account.id, "roles": list(account.roles)},
        lambda: text("Account {id} now has: {roles}", id=account.id, roles=", ".join(account.roles) or "–"),
    )


def run_user_disable(arguments: argparse.Namespace) -> Answer:
    """Disable an account, or let it in again."""
    from netmap.usecases import accounts

    with desk_of(arguments) as desk:
        account = accounts.disable_account(desk, arguments.account, disabled=not arguments.enable)
    shown = text("Account {id} is disabled.", id=account.id)
    if arguments.enable:
        shown = text("Account {id} may sign in again.", id=account.id)
    return Answer({"account": account.id, "disabled": account.disabled}, lambda: shown)


def run_user_list(arguments: argparse.Namespace) -> Answer:
    """List the accounts."""
    from netmap.usecases import accounts

    with desk_of(arguments) as desk:
        found = accounts.list_accounts(desk)
    data = {
        "accounts": [
            {
                "account": a.id,
                "name": a.name,
                "roles": list(a.roles),
                "disabled": a.disabled,
                "made_at": a.made_at,
            }
            for a in found
        ]
    }
    return Answer(
        data,
        lambda: table(
            [text("account"), text("roles"), text("disabled")],
            [[a.id, a.roles, text("yes") if a.disabled else text("no")] for a in found],
        ),
    )


def run_log(arguments: argparse.Namespace) -> Answer:
    """Read the log."""
    from netmap.usecases import administration

    since = None
    if arguments.since:
        try:
            since = datetime.fromisoformat(arguments.since)
        except ValueError as exc:
            raise CallError("'{value}' is no date; write it as 2026-11-20.", value=arguments.since) from exc
        since = since if since.tzinfo else since.astimezone().astimezone(UTC)
    with desk_of(arguments) as desk:
        found = administration.read_log(desk, case=arguments.case, by=arguments.by, since=since, limit=arguments.limit)
    names = ("by", "action", "entity", "why")
    rows = [[getattr(s, name) for name in names] for s in found]

    def render() -> str:
        if not found:
            return text("No entry.")
        shown = [[local_time(s.at), *row] for s, row in zip(found, rows, strict=True)]
        return table([text("when"), text("who"), text("what"), text("of what"), text("why")], shown)

    entries = [
        {"at": s.at.isoformat()} | dict(zip(names, row, strict=True)) for s, row in zip(found, rows, strict=True)
    ]
    return Answer({"entries": entries}, render)


def run_rotate(arguments: argparse.Namespace) -> Answer:
    """Change the master key."""
    from netmap.usecases import administration

    with desk_of(arguments) as desk:
        count = administration.rotate_key(desk)
        key = desk.house.masters[0].id
    return Answer(
        {"rewrapped": count, "in_use": key},
        lambda: text("{count} keys are wrapped with the master key {id} now.", count=count, id=key),
    )


def run_backup(arguments: argparse.Namespace) -> Answer:
    """Back up both rooms."""
    from netmap.usecases import administration

    with desk_of(arguments) as desk:
        done = administration.back_up(desk, arguments.file)
    data = {
        "file": str(done.path),
        "keys_file": str(done.keys_path),
        "rows": done.rows,
        "keys": done.keys,
        "sha256": done.sha256,
    }
    return Answer(
        data,
        lambda: text(
            "{rows} rows in {file}, {keys} wrapped keys in {keys_file}. Keep the two apart.",
            rows=done.rows,
            file=done.path,
            keys=done.keys,
            keys_file=done.keys_path,
        ),
    )


def run_restore(arguments: argparse.Namespace) -> Answer:
    """Restore a backup."""
    from netmap.usecases import administration

    with desk_of(arguments, begins=True) as desk:
        rows = administration.restore(desk, arguments.file)
        keys = administration.key_state(desk.house)
        locked, path = administration.locked_out(desk.house), desk.house.settings.key_path

    def render() -> str:
        lines = [text("{rows} rows restored.", rows=rows)]
        lines += [
            plural(
                "The key of {count} case opens only with master key {id}: put the key file of that time to {path}.",
                "The keys of {count} cases open only with master key {id}: put the key file of that time to {path}.",
                count=count, id=master, path=path,
            )
            for master, count in locked.items()
        ]  # fmt: skip
        return "\n".join(lines)

    return Answer({"rows": rows, "keys": keys, "locked": locked}, render)


def run_verify(arguments: argparse.Namespace) -> Answer:
    """Check both rooms."""
    from netmap.usecases import administration

    with desk_of(arguments) as desk:
        mended = administration.repair_house(desk) if arguments.repair else []
        faults = administration.check_house(desk)

    def plain(found: list[Fault]) -> list[dict[str, str]]:
        return [{"where": f.where, "message": str(f.message)} for f in found]

    data = {"passed": not faults, "faults": plain(faults)} | ({"mended": plain(mended)} if arguments.repair else {})

    def render() -> str:
        lines = []
        if mended:
            lines.append(plural("{count} thing was made anew:", "{count} things were made anew:", count=len(mended)))
            lines += [table([text("where"), text("what")], [[f.where, f.message] for f in mended]), ""]
        if faults:
            lines.append(table([text("where"), text("what")], [[f.where, f.message] for f in faults]))
        else:
            lines.append(text("Nothing found that could not be right."))
        return "\n".join(lines)

    return Answer(data, render, exit_status=1 if faults else 0)
