"""Two cards of a case side by side: who came, who left, who moved, what the steps did."""

from __future__ import annotations

from datetime import date

import streamlit as st

from netmap.analysis.ego import CardFigures, card_figures, closeness_of, compare_cards
from netmap.messages import text
from netmap.model.cases import Alter, Card
from netmap.ui.canvas import card_surface
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.cards import held
from netmap.ui.cards.steps import told_between
from netmap.ui.markup import plain
from netmap.usecases.card_rows import figure_rows
from netmap.usecases.card_words import comparison_sentences
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk
from netmap.usecases.drawing import join_entries
from netmap.usecases.steps import step_changes


def over_time(desk: Desk, file: CaseFile) -> None:
    """Draw the comparison of two cards."""
    if len(file.cards) < 2:
        st.info(text("There is one card so far. Draw the next one in a few months, and see what changed."))
        return
    days = [c.on for c in file.cards]
    earlier_day, later_day = st.select_slider(
        text("From which card to which"),
        days,
        value=(days[-2], days[-1]),
        format_func=lambda d: f"{d:%d.%m.%Y}",
        key="cards_compare",
    )
    earlier, later = (file.cards[days.index(d)] for d in (earlier_day, later_day))
    if earlier.id == later.id:
        st.info(text("Choose two different days."))
        return
    with st.container(key="nm-halves"):
        picture, told = st.columns([27, 13], gap="medium")
    with picture:
        _picture(desk, file, earlier, later)
    with told, st.container(border=True):
        _told(desk, file, earlier, later)


def _picture(desk: Desk, file: CaseFile, earlier: Card, later: Card) -> None:
    before, after = file.alters.get(earlier.id, ()), file.alters.get(later.id, ())
    still = {a.entry: a for a in after}
    called = held.names_on_both(desk, before, after)
    ghosts = []
    for alter in before:
        if alter.angle is None or alter.distance is None:
            continue
        now = still.get(alter.entry)
        if now is None or _moved(alter, now):
            ghosts.append(
                {
                    # of who moved the entry of today, to which a way leads
                    "id": alter.id if now is None else now.id,
                    "name": called[alter.id],
                    "human": alter.human,
                    "angle": alter.angle,
                    "distance": alter.distance,
                    "kind": "left" if now is None else "moved",
                }
            )
    came = [a.id for a in after if a.entry not in {b.entry for b in before}]
    card_surface(
        {
            "card": card_data(
                later,
                after,
                file.ties.get(later.id, ()),
                rev=file.revision,
                pseudonyms=held.pseudonyms(),
                partner_name=lambda table, key: held.partner_name(desk, table, key),
            ),
            "roles": roles_data(held.vocabulary_of(desk)),
            "read_only": True,
            "above": 290,
            "side": False,
            "pseudonym": held.pseudonyms(),
            "ghosts": ghosts,
            # the legend says what is lit: words over the drawing would cover names
            "highlight": {"ids": came, "text": ""} if came else None,
            "title": text(
                "Card of {later} over that of {earlier}", later=f"{later.on:%d.%m.%Y}", earlier=f"{earlier.on:%d.%m.%Y}"
            ),
        },
        key=f"card-compare-{earlier.id}-{later.id}",
        height=1040,
        on_edit=lambda batch: (),
    )


def _moved(before: Alter, after: Alter) -> bool:
    return (before.angle, before.distance) != (after.angle, after.distance) and (
        after.distance is None
        or closeness_of(before.distance or 0.0) != closeness_of(after.distance)
        or abs((before.angle or 0.0) - (after.angle or 0.0)) > 20
    )


def _told(desk: Desk, file: CaseFile, earlier: Card, later: Card) -> None:
    before, after = file.alters.get(earlier.id, ()), file.alters.get(later.id, ())
    ties, later_ties = file.ties.get(earlier.id, ()), file.ties.get(later.id, ())
    found = compare_cards(before, ties, later_alters=after, later_ties=later_ties)
    called = held.names_on_both(desk, before, after)
    st.subheader(text("What changed"), anchor=False)
    for saying in comparison_sentences(found, earlier=before, later=after, name_of=lambda a: called[a.id]):
        st.markdown(f"- {plain(str(saying.sentence))}", help=str(saying.definition))
    _between(desk, file, earlier, later)
    _side_by_side(earlier, later, card_figures(before, ties), card_figures(after, later_ties))
    if len(file.cards) > 1:
        _same_person(desk, file, before, after, called)


def _between(desk: Desk, file: CaseFile, earlier: Card, later: Card) -> None:
    needs = held.vocabulary_of(desk)["needs"]
    told: list[tuple[date, str]] = []
    if not held.pseudonyms():
        told += [(s.done_on, f"✓ {plain(s.what)}") for s in file.steps if s.done_on is not None]
        told += told_between(held.vocabulary_of(desk)["step_actors"], file.steps, step_changes(desk, file.case.id))
    for need in file.needs:
        called = needs.label_of(need.need)
        # what was said on the earlier day is no news
        if need.since > earlier.on:
            told.append((need.since, text("{need} came up", need=called)))
        if need.until is not None and need.until > earlier.on:
            told.append((need.until, text("{need} done", need=called)))
    lines = [f"- {what} ({day:%d.%m.%Y})" for day, what in sorted(told) if earlier.on <= day <= later.on]
    if lines:
        st.markdown(f"**{text('In between')}**")
        st.markdown("\n".join(lines))


def _side_by_side(earlier: Card, later: Card, old: CardFigures, new: CardFigures) -> None:
    with st.expander(text("Figures side by side")):
        # no table: beside the drawing there is no room for three columns and what each figure counts
        st.caption(f"{earlier.on:%d.%m.%Y} → {later.on:%d.%m.%Y}")
        for row in figure_rows(old, new):
            change = f"{_figure(row.earlier)}\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}{_figure(row.later)}"
            st.markdown(f"- {row.name}: **{change}**", help=str(row.definition))


def _figure(value: float | None) -> str:
    if value is None or value != value:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.2f}".replace(".", ",")


def _same_person(
    desk: Desk, file: CaseFile, before: tuple[Alter, ...], after: tuple[Alter, ...], called: dict[str, str]
) -> None:
    gone = [a for a in before if a.entry not in {b.entry for b in after}]
    new = [a for a in after if a.entry not in {b.entry for b in before}]
    if not gone or not new:
        return
    with st.expander(text("Are two entries one person?")):
        old_entry = st.selectbox(text("On the earlier card"), gone, format_func=lambda a: called[a.id])
        new_entry = st.selectbox(text("On the later card"), new, format_func=lambda a: called[a.id])
        if st.button(text("They are the same")):
            join_entries(desk, file, entry=new_entry.entry, same_as=old_entry.entry)
            st.rerun()
