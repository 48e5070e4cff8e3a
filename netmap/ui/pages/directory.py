"""Verzeichnis: search and browse what the district has, see where it is, keep it right."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from netmap.messages import plural, text
from netmap.model.district import District
from netmap.model.ids import new_id
from netmap.model.partners import ACCESS
from netmap.model.tables import KEY_SEPARATOR, TABLES, Column, Kind, Record
from netmap.ui.canvas import area_map, entry_list
from netmap.ui.directory_view import TABLE_TITLES, facts, lines_of, map_of, subtitle
from netmap.ui.labels import action_label, column_label
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown, waiting_for_store
from netmap.usecases import directory
from netmap.usecases.desk import Desk
from netmap.usecases.directory import SEARCHED, Found

_PAGE = 12


def page(desk: Desk) -> None:
    """Draw the page."""
    st.title(text("What is there here?"))
    found = directory.search(desk, on=desk.house.today(), **_filters(desk))
    listed, detail = st.columns([5, 6], gap="large")
    with listed:
        _list(desk, found)
    with detail:
        _detail(desk, found)


def _filters(desk: Desk) -> dict[str, Any]:
    district = desk.house.district()
    vocabulary = desk.house.vocabulary.with_codes((c.list, c.code, c.label) for c in district.codes)
    first = st.columns([3, 2, 2, 2, 2])
    query = first[0].text_input(
        text("Search"),
        key="dir_query",
        placeholder=text("A word, a name, a street"),
        icon=":material/search:",
    )
    need = first[1].selectbox(
        text("Helps with"),
        ["", *vocabulary["needs"].codes],
        format_func=lambda c: text("everything") if not c else vocabulary["needs"].label_of(c),
        key="dir_need",
    )
    areas = sorted(district.areas.values(), key=lambda a: a.name)
    names = {a.id: a.name for a in areas}
    area = first[2].selectbox(
        text("Area"),
        ["", *names],
        format_func=lambda c: text("whole district") if not c else names[c],
        key="dir_area",
    )
    spoken = sorted({x for s in district.services.values() for x in s.languages})
    language = first[3].selectbox(
        text("Language"),
        ["", *spoken],
        format_func=lambda c: text("any") if not c else vocabulary["languages"].label_of(c),
        key="dir_language",
    )
    access = first[4].selectbox(
        text("Access"),
        ["", *ACCESS],
        format_func=lambda c: text("any") if not c else vocabulary["access"].label_of(c),
        key="dir_access",
    )
    titles = {
        "services": text("Services"),
        "resources": text("Resources"),
        "organisations": text("Organisations"),
        "places": text("Places"),
    }
    kinds = st.pills(
        text("Show"),
        list(SEARCHED),
        selection_mode="multi",
        format_func=lambda t: titles[t],
        key="dir_kinds",
        label_visibility="collapsed",
    )
    return {
        "query": query,
        "need": need or None,
        "area": area or None,
        "language": language or None,
        "access": access or None,
        "tables": kinds or SEARCHED,
    }


def _list(desk: Desk, found: list[Found]) -> None:
    if not found:
        st.info(text("Nothing fits. Use fewer words, or widen the area – a gap may be worth telling the planners."))
        _new(desk)
        return
    st.caption(plural("{count} entry", "{count} entries", count=len(found)))
    district = directory.visible(desk, desk.house.district())
    shown, chosen = st.session_state.get("dir_shown", _PAGE), _chosen()
    with st.container(key="dir-list", gap="small"):
        entry_list(
            [_entry(item, district, desk) for item in found[:shown]],
            key="dir-entries",
            label=text("What was found"),
            selected=None if chosen is None else KEY_SEPARATOR.join(chosen),
            on_choose=lambda told: _choose(*told.split(KEY_SEPARATOR, 1)),
        )
    if len(found) > shown and st.button(text("Show more")):
        st.session_state["dir_shown"] = shown + 3 * _PAGE
        st.rerun()
    _new(desk)


def _entry(item: Found, district: District, desk: Desk) -> tuple[str, str, str]:
    name = str(getattr(item.record, "name", ""))
    return KEY_SEPARATOR.join((item.table, item.record.key)), name, subtitle(item, district, desk.house.vocabulary)


def _choose(table: str, key: str) -> None:
    st.session_state["dir_chosen"] = (table, key)


def _chosen() -> tuple[str, str] | None:
    return st.session_state.get("dir_chosen")


def _detail(desk: Desk, found: list[Found]) -> None:
    district = directory.visible(desk, desk.house.district())
    chosen = _chosen()
    selected = chosen[1] if chosen and chosen[0] == "places" else None
    with st.container(border=True):
        area_map(map_of(found, district, selected=selected), key="dir-map", height=360, on_select=_on_map)
    if chosen is None:
        st.info(text("Choose an entry to see everything about it."))
        return
    table, key = chosen
    record = directory.entry(desk, table, key)
    with st.container(border=True):
        st.caption(str(TABLE_TITLES[table]))
        st.subheader(plain(str(record.to_row()["name"])))
        lines = lines_of(record, district, desk.house.vocabulary, today=desk.house.today())
        st.html(facts(lines))
        for name, records in directory.related(district, record).items():
            st.markdown(f"**{TABLE_TITLES[name]}**")
            for other in records[:12]:
                st.button(
                    plain(str(other.to_row()["name"])),
                    key=f"dir_rel_{name}_{other.key}",
                    on_click=_choose,
                    args=(name, other.key),
                    type="tertiary",
                )
        if desk.actor.may("directory.edit"):
            _care(desk, record)
        _history(desk, record)


def _on_map(event: Any) -> None:
    if event.get("kind") == "point":
        _choose("places", str(event["id"]))
    elif event.get("kind") == "area":
        st.session_state["dir_area"] = str(event["id"])


def _care(desk: Desk, record: Record) -> None:
    steps = directory.entry_steps(desk, record.entity)
    row = st.container(horizontal=True)
    if "verified_on" in record.TABLE.names and row.button(text("Checked today, all right"), key="dir_verify"):
        directory.verify_today(desk, record)
        st.rerun()
    if row.button(text("Change"), key="dir_edit"):
        _edit(desk, record)
    if row.button(text("Undo"), key="dir_undo", disabled=not steps.undo):
        directory.undo_entry(desk, record.entity)
        st.rerun()
    if row.button(text("Redo"), key="dir_redo", disabled=not steps.redo):
        directory.undo_entry(desk, record.entity, redo=True)
        st.rerun()


def _new(desk: Desk) -> None:
    if not desk.actor.may("directory.edit"):
        return
    with st.popover(text("New entry")):
        for table in SEARCHED:
            if st.button(str(TABLE_TITLES[table]), key=f"dir_new_{table}", width="stretch"):
                _edit(desk, None, table=table)


def _history(desk: Desk, record: Record) -> None:
    with st.expander(text("Who said this when")):
        log = directory.history(desk, record.TABLE.name, record.key)
        for entry in log:
            changed = sorted({c for e in entry.edits if e.after for c in e.after} if entry.edits else set())
            what = action_label(entry.kind)
            columns = ", ".join(column_label(c) for c in changed) if len(changed) < 6 else ""
            st.markdown(f"{entry.at.astimezone():%d.%m.%Y %H:%M} · {plain(entry.by)} · {what} {columns}")
        if not log:
            st.caption(text("Nothing is recorded yet."))


def _edit(desk: Desk, record: Record | None, *, table: str = "") -> None:
    spec = TABLES[table] if record is None else record.TABLE
    title = text("New entry") if record is None else text("Change")
    # fields of their own each time it is opened: those of before hold what was there before
    opened = new_id()

    @st.dialog(title, width="large")
    def dialog() -> None:
        with waiting_for_store():
            form()

    def form() -> None:
        old = {} if record is None else record.to_row()
        with st.form("dir_form"):
            values: dict[str, Any] = {}
            for col in spec.columns:
                if not col.own and col.name != "id":
                    values[col.name] = _field(desk, col, old.get(col.name), key=f"dir_f_{opened}_{col.name}")
            told = st.container()  # above the button, where one looks
            saved = st.form_submit_button(text("Save"), type="primary")
        if saved:
            with told, errors_shown():
                new = _made(spec.record, record, values)
                directory.save(desk, new, old=record)
                _choose(spec.name, new.key)
                st.rerun()

    dialog()


def _made(kind: type[Record], old: Record | None, values: dict[str, Any]) -> Record:
    if old is None:
        return kind.from_row({**values, "id": new_id(), "notes": None})
    return kind.from_row({**old.to_row(), **values})


def _field(desk: Desk, col: Column, value: Any, *, key: str) -> Any:
    """Draw the input of one column and give its plain value."""
    label = column_label(col.name) + (" *" if col.needed else "")
    district = desk.house.district()
    vocabulary = desk.house.vocabulary
    if col.refers:
        records: Any = getattr(directory.visible(desk, district), col.refers)
        return _choice(label, list(records), lambda i: records[i].name, value, many=col.kind is Kind.TEXTS, key=key)
    catalogue = col.words or {
        "needs": "needs",
        "languages": "languages",
        "features": "features",
        "access": "access",
    }.get(col.name)
    if catalogue:
        known = vocabulary[catalogue]
        return _choice(label, list(known.codes), known.label_of, value, many=col.kind is Kind.TEXTS, key=key)
    if col.kind is Kind.YES_NO:
        words = {None: text("unknown"), True: text("yes"), False: text("no")}
        options = list(words)
        return st.radio(
            label,
            options,
            index=options.index(value),
            format_func=lambda v: words[v],
            horizontal=True,
            key=key,
        )
    if col.kind is Kind.DAY:
        found = st.date_input(label, value=date.fromisoformat(value) if value else None, format="DD.MM.YYYY", key=key)
        return found.isoformat() if isinstance(found, date) else None
    if col.kind is Kind.WHOLE:
        return st.number_input(label, value=value, min_value=0, step=1, key=key)
    if col.kind is Kind.NUMBER:
        return st.number_input(label, value=value, format="%.5f", key=key)
    return st.text_input(label, value=value or "", key=key).strip() or None


def _choice(label: str, options: list[Any], name: Any, value: Any, *, many: bool, key: str) -> Any:
    """Offer the words of a list; a word written by hand stays among them."""
    present = list(value or []) if many else [value] if value else []
    options += [v for v in present if v not in options]
    if many:
        return st.multiselect(label, options, default=present, format_func=name, key=key)
    index = options.index(value) if value else None
    return st.selectbox(label, options, index=index, format_func=name, key=key)
