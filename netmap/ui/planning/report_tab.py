"""The tab of the report: one button, and the same figures as PDF, workbook and CSV."""

from __future__ import annotations

from datetime import date

import streamlit as st

from netmap.analysis.gaps import Limits
from netmap.exchange.figures import to_archive, to_workbook
from netmap.messages import text
from netmap.ui.markup import plain
from netmap.ui.planning import paper
from netmap.ui.planning.controls import under_way
from netmap.usecases.desk import Desk
from netmap.usecases.planning_overview import heaviest, overview_table
from netmap.usecases.planning_report import figure_tables, planning_figures, summary

_MADE = "plan_report"


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    st.markdown(
        text(
            "The report for the district committee: summary, gaps, map, reach, needs that come together, method, "
            "sources, who is left out, and how the figures were protected. Every table also as CSV with a data "
            "dictionary."
        )
    )
    if st.button(text("Make the report"), type="primary", key="plan_make"):
        with under_way(text("The report is being set …")) as progress:
            # setting it in type takes about as long as its figures
            figures = planning_figures(desk, on=on, limits=limits, progress=lambda done, what: progress(done / 2, what))
            tables = (overview_table(figures), *figure_tables(figures))
            progress(0.5, "PDF")
            st.session_state[_MADE] = {
                "day": on,
                "said": summary(figures),
                "told": heaviest(figures),
                "pdf": paper.pdf(figures),
                "xlsx": to_workbook(tables, made_on=desk.house.today()),
                "zip": to_archive(tables, made_on=desk.house.today()),
            }
    made = st.session_state.get(_MADE)
    if made is None:
        return
    with st.container(border=True):
        st.subheader(text("Report of {day}", day=f"{made['day']:%d.%m.%Y}"))
        row = st.container(horizontal=True)
        stem = f"planung-{made['day'].isoformat()}"
        row.download_button(text("Report (PDF)"), made["pdf"], f"{stem}.pdf", "application/pdf", type="primary")
        row.download_button(
            text("Tables (Excel)"),
            made["xlsx"],
            f"{stem}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        row.download_button(text("Tables (CSV with data dictionary)"), made["zip"], f"{stem}.zip", "application/zip")
        st.markdown("\n".join(f"- {plain(s)}" for s in made["said"]))
        if made["told"]:
            st.markdown(f"**{text('Gaps with most people behind them')}**")
            st.markdown("\n".join(f"- {plain(s)}" for s in made["told"]))
