"""Verwaltung: accounts and roles, the log by person and by case, keys, backup, checks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path

import streamlit as st

from netmap.messages import plural, text
from netmap.ui.labels import action_label, reason_label, role_label, store_line, table_label
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown
from netmap.usecases import accounts, administration
from netmap.usecases.desk import Desk, Role

#: how many entries of the log are shown at once
_SHOWN = 500


def page(desk: Desk) -> None:
    """Draw the page: only the parts the role covers."""
    st.title(text("Administration"))
    parts: list[tuple[str, str, Callable[[Desk], None]]] = [
        ("account.manage", text("Accounts"), _accounts),
        ("log.read", text("Log"), _log),
        ("key.rotate", text("Keys"), _keys),
        ("backup", text("Backup"), _backup),
        ("status", text("State"), _state),
    ]
    shown = [p for p in parts if desk.may(p[0])]
    for tab, (_, _, draw) in zip(st.tabs([p[1] for p in shown]), shown, strict=True):
        with tab:
            draw(desk)


def _roles(roles: Iterable[str]) -> str:
    known = {r.value for r in Role}
    return " · ".join(role_label(Role(r)) for r in roles if r in known)


def _accounts(desk: Desk) -> None:
    found = accounts.list_accounts(desk)
    st.subheader(text("Who may sign in"))
    st.dataframe(
        {
            text("Account"): [a.id for a in found],
            text("Name"): [a.name for a in found],
            text("Roles"): [_roles(a.roles) for a in found],
            text("State"): [text("disabled") if a.disabled else text("may sign in") for a in found],
        },
        hide_index=True,
        width="stretch",
    )
    change, add = st.columns(2, gap="large")
    with change:
        st.subheader(text("Change an account"))
        chosen = st.selectbox(text("Account"), [a.id for a in found], key="adm_account")
        account = next((a for a in found if a.id == chosen), None)
        if account is not None:
            roles = st.multiselect(
                text("Roles"),
                [r.value for r in Role],
                default=list(account.roles),
                format_func=lambda r: role_label(Role(r)),
                key=f"adm_roles_{account.id}",
            )
            buttons = st.container(horizontal=True)
            if buttons.button(text("Save roles"), disabled=tuple(roles) == account.roles):
                accounts.set_roles(desk, account.id, roles)
                st.rerun()
            toggle = text("Let in again") if account.disabled else text("Disable")
            own = account.id == desk.actor.account
            if buttons.button(toggle, key="adm_disable", disabled=own):
                accounts.disable_account(desk, account.id, disabled=not account.disabled)
                st.rerun()
            if buttons.button(text("New password")):
                _show_password(account.id, accounts.set_password(desk, account.id))
    # another form, and thereby an empty one, for each account that was added; what was refused stays to be mended
    with add, st.form(f"adm_add_{len(found)}"):
        st.subheader(text("Add an account"))
        account_id = st.text_input(
            text("Account"), help=text("As in first.last; no spaces"), key=f"adm_id_{len(found)}"
        )
        name = st.text_input(text("Name"), key=f"adm_name_{len(found)}")
        roles = st.multiselect(
            text("Roles"),
            [r.value for r in Role],
            format_func=lambda r: role_label(Role(r)),
            key=f"adm_new_{len(found)}",
        )
        told = st.container()  # above the button, where one looks
        if st.form_submit_button(text("Add"), type="primary"):
            with told, errors_shown():
                made, password = accounts.add_account(
                    desk, account_id.strip(), name=name.strip() or account_id.strip(), roles=roles, password=None
                )
                st.session_state["adm_made"] = (made.id, password)
                st.rerun()  # the list above was drawn before there was this account
        made_now = st.session_state.pop("adm_made", None)
        if made_now is not None:
            _show_password(*made_now)


def _show_password(account: str, password: str) -> None:
    st.info(text("Password of {account}, shown only now: {password}", account=account, password=password))


def _log(desk: Desk) -> None:
    st.subheader(text("Who did what, when"))
    st.caption(text("The log holds ids, never names or contents."))
    by_person, by_case, since = st.columns(3)
    person = by_person.text_input(text("Person (account)"), key="adm_log_by").strip()
    case = by_case.text_input(text("Case (id)"), key="adm_log_case").strip()
    first = since.date_input(text("Since"), value=None, format="DD.MM.YYYY", key="adm_log_since")
    moment = datetime.combine(first, time()).astimezone() if isinstance(first, date) else None
    # one more than is shown tells whether there are more
    found = administration.read_log(desk, case=case or None, by=person or None, since=moment, limit=_SHOWN + 1)
    more, found = len(found) > _SHOWN, found[:_SHOWN]
    if not found:
        st.info(text("Nothing was logged that fits. Leave the fields empty to see everything."))
        return
    if more:
        st.caption(
            text(
                "The newest {count} entries; there are older ones. Choose a person or a case, or read all with "
                "`netmap log`.",
                count=_SHOWN,
            )
        )
    else:
        st.caption(plural("{count} entry, newest first", "{count} entries, newest first", count=len(found)))
    st.dataframe(
        {
            text("When"): [s.at.astimezone().strftime("%d.%m.%Y %H:%M:%S") for s in found],
            text("Who"): [s.by for s in found],
            text("What"): [action_label(s.action) for s in found],
            text("Of what"): [s.entity for s in found],
            text("Why"): [reason_label(s.why or "") for s in found],
        },
        hide_index=True,
        width="stretch",
    )


def _keys(desk: Desk) -> None:
    state = administration.key_state(desk.house)
    st.subheader(text("Master key"))
    if state["problem"]:
        st.error(state["problem"])
        return
    st.write(text("In use: {key}", key=state["in_use"]))
    count = sum(state["wrapped"].values())
    st.write(plural("It wraps the key of {count} case.", "It wraps the keys of {count} cases.", count=count))
    st.caption(text("Changing it wraps every key anew; no case is unreadable at any moment."))
    sure = st.checkbox(text("I have kept a copy of the key file as it is now"), key="adm_rotate_sure")
    if st.button(text("Change the master key"), disabled=not sure):
        st.session_state["adm_rotated"] = administration.rotate_key(desk)
        # drawn anew: the key in use is another one now, and the next change wants its own yes
        del st.session_state["adm_rotate_sure"]
        st.rerun()
    done = st.session_state.pop("adm_rotated", None)
    if done is not None:
        st.success(plural("{count} key wrapped anew.", "{count} keys wrapped anew.", count=done))
        st.warning(
            text(
                "Backups made before this open only with the key file of before. Make a new backup now, "
                "and keep a copy of the new key file apart from it."
            )
        )


def _backup(desk: Desk) -> None:
    st.subheader(text("Backup"))
    st.write(
        text(
            "Both rooms in one file while people go on working; what is sealed stays sealed. "
            "The wrapped keys come in a second file: keep the two apart."
        )
    )
    if st.button(text("Make a backup"), type="primary"):
        with tempfile.TemporaryDirectory() as folder, st.spinner(text("Writing …")):
            stamp = desk.house.clock().astimezone().strftime("%Y-%m-%d-%H%M")
            done = administration.back_up(desk, Path(folder) / f"netmap-{stamp}.backup")
            st.session_state["adm_backup"] = (
                done.path.name,
                done.path.read_bytes(),
                done.keys_path.read_bytes(),
                done.sha256,
            )
    kept = st.session_state.get("adm_backup")
    if kept:
        name, data, keys, checksum = kept
        st.download_button(text("Download the backup"), data, file_name=name)
        st.download_button(text("Download the keys"), keys, file_name=f"{name}.keys")
        st.caption(text("Checksum (SHA-256): {sum}", sum=checksum))
    st.caption(
        text(
            "On the server, netmap restore brings a backup back into an empty place; the file of keys and the "
            "master key have to lie there too. A backup that was never brought back is none: try it once a quarter."
        )
    )


def _state(desk: Desk) -> None:
    st.subheader(text("State of the house"))
    found = administration.state(desk)
    st.write(text("netmap {version}", version=found["version"]))
    for room, title in (("partners", text("Partner room")), ("cases", text("Case room"))):
        part = found[room]
        st.markdown(f"**{title}**")
        st.caption(plain(store_line(part["uri"], schema=part["schema"], last_change=part["last_change"])))
        rows = [(k, v) for k, v in part["counts"].items() if v]
        st.dataframe(
            {text("What"): [table_label(k) for k, _ in rows], text("Count"): [v for _, v in rows]}, hide_index=True
        )
    if desk.may("verify") and st.button(text("Check both rooms")):
        with st.spinner(text("Checking …")):
            faults = administration.check_house(desk)
        if faults:
            st.error("\n".join(f"- {plain(str(f))}" for f in faults[:50]))
        else:
            st.success(text("Nothing found that could not be right."))
