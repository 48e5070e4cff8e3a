"""The sentences of the drawn components, by the key under which the browser asks for them.

The browser gets them with the data, in the reader's language; it holds no sentence of its own. The words of
a card (sectors, rings, kinds of support …) are those of the printed card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netmap.exchange.drawing import words
from netmap.messages import N_, text

CARD: Final = {
    "ego": N_("Me"),
    "surface": N_("Network card with {count} entries"),
    "entries": N_("Entries of the card"),
    "mark_role": N_("movable entry"),
    "toolbar": N_("Tools of the card"),
    "views": N_("View"),
    "view_network": N_("Network"),
    "view_fields": N_("Four fields"),
    "view_list": N_("List"),
    "zoom": N_("Size of the drawing"),
    "zoom_in": N_("Enlarge"),
    "zoom_out": N_("Make smaller"),
    "zoom_whole": N_("Show the whole card"),
    "saved": N_("saved"),
    "read_only": N_("to look at only"),
    "unsaved_one": N_("{count} change not saved yet"),
    "unsaved_many": N_("{count} changes not saved yet"),
    "not_saved_yet": N_("not saved yet"),
    "lit": N_("highlighted"),
    "not_taken": N_("A change was not taken over."),
    "refused": N_("The change was refused."),
    "add_entry": N_("New entry"),
    "add": N_("Add"),
    "add_to": N_("New entry in the field: {field}"),
    "new_entry": N_("New entry"),
    "who_or_what": N_("Who or what?"),
    "place": N_("Where to: {place}"),
    "suggestions": N_("Suggestions"),
    "palette_hint": N_("Enter adds the entry and waits for the next one. Escape closes."),
    "added": N_("{name} is on the card."),
    "deleted": N_("{name} was taken off the card."),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "undone": N_("Taken back."),
    "redone": N_("Done again."),
    "connect": N_("Connect"),
    "connect_first": N_("Connect: choose the first entry."),
    "connect_second": N_("Connect {name} with …? Choose the second entry. Escape ends."),
    "show_supports": N_("Show help"),
    "close": N_("Close"),
    "change": N_("change"),
    "rename": N_("rename"),
    "delete": N_("Take off the card"),
    "details": N_("Details"),
    "more": N_("More details"),
    "panel": N_("Details of {name}"),
    "label": N_("Name on the card"),
    "unnamed": N_("without a name"),
    "field": N_("Field"),
    "sector": N_("Area of life"),
    "closeness": N_("Closeness"),
    "kind": N_("Kind"),
    "human": N_("person"),
    "agency": N_("agency, place"),
    "supports": N_("Help and burden"),
    "strain": N_("What weighs"),
    "actions": N_("Actions"),
    "tie_to_me": N_("Tie to me"),
    "tie_unknown": N_("not asked"),
    "tie_unknown_long": N_("Tie to me not asked yet"),
    "gives_me": N_("gives me"),
    "i_give": N_("I give"),
    "burden": N_("is a burden"),
    "conflict": N_("conflict"),
    "care": N_("Care"),
    "flags": N_("What else is true"),
    "flag_deceased": N_("has died"),
    "knows": N_("knows"),
    "knows_not": N_("does not know"),
    "nobody_yet": N_("nobody so far"),
    "tie_between": N_("{a} and {b}"),
    "acquainted_known": N_("know each other"),
    "acquainted_none": N_("do not know each other"),
    "acquainted_unknown": N_("not asked"),
    "acquainted_conflict": N_("know each other, with conflict"),
    "now_known": N_("{a} and {b} know each other."),
    "now_none": N_("{a} and {b} do not know each other."),
    "now_unknown": N_("Whether {a} and {b} know each other is open again."),
    "legend": N_("What the signs mean"),
    "legend_none": N_("no tie"),
    "legend_helps_me": N_("helps me"),
    "legend_i_help": N_("I help"),
    "legend_open": N_("tie not asked yet"),
    "legend_came": N_("new on the card"),
    "legend_moved": N_("moved from there to here"),
    "legend_left": N_("not on the card any more"),
    "list_caption": N_("All entries of the card; closeness and area of life can be chosen here as well."),
    "empty_list": N_("Nobody is on the card yet. Start with the person who comes to mind first."),
    "empty_card": N_("Tap where somebody stands – close to the middle or further away."),
    "field_personal_hint": N_("What can I do, what makes me strong?"),
    "field_social_hint": N_("Who is there for me?"),
    "field_material_hint": N_("What do I have?"),
    "field_infrastructural_hint": N_("What is there around me?"),
    "tips": N_("How to draw"),
    "tip_add": N_("Tap a free place: a new entry stands there."),
    "tip_move": N_("Drag an entry to where it belongs. Tap it to say more about it."),
    "tip_connect": N_("Drag from the plus of a chosen entry to another one: the two know each other."),
    "tip_keys": N_(
        "By keyboard: Page up and down choose, arrows move, Enter opens, V connects, N adds, Del takes off."
    ),
}

MAP: Final = {
    "map": N_("Map with {count} areas"),
    "areas": N_("Areas"),
    "places": N_("Places"),
    "legend": N_("What the signs mean"),
    "zoom": N_("Size of the drawing"),
    "zoom_in": N_("Enlarge"),
    "zoom_out": N_("Make smaller"),
    "zoom_whole": N_("Show the whole map"),
    "no_shapes": N_("No shapes of areas are stored. The tables on this page show the same."),
}

MATRIX: Final = {
    "columns_seen": N_("Columns {first} to {last} of {all}"),
    "rows_seen": N_("Rows {first} to {last} of {all}"),
    "columns_before": N_("Columns before"),
    "columns_after": N_("More columns"),
}

NETWORK: Final = {
    "network": N_("Partner network with {actors} organisations and {ties} ties; the table on this page says the same."),
    "legend": N_("What the lines mean"),
    "level": N_("{level} {name}"),
    "contradicted": N_("see it differently"),
    "silent": N_("no answer"),
    "unasked": N_("nobody asked yet"),
    "fold": N_("Fold {name}"),
    "open": N_("Open {name} with {count} organisations"),
    "frames": N_("Frames"),
    "names_wait": N_("Names without room here: {count}. They show nearer, or when one points at the mark."),
    "signs_wait": N_("Signs without room here: {count}. They show nearer, or when one of the two is chosen."),
    "no_tie": N_("0 no contact"),
    "zoom": N_("Size of the drawing"),
    "zoom_in": N_("Enlarge"),
    "zoom_out": N_("Make smaller"),
    "zoom_whole": N_("Show the whole network"),
    "chosen": N_("{name} is chosen."),
    "steps": N_(
        "Walk in the picture: arrow keys go from organisation to organisation, with Shift along the lines; Enter "
        "chooses, with Shift the line that led there."
    ),
    "steps_on_one": N_("{name}, {count} line."),
    "steps_on_many": N_("{name}, {count} lines."),
    "steps_line": N_("The line from there: says {there}; from here: {here}."),
    "steps_nobody": N_("Nobody stands in this direction."),
    "steps_no_line": N_("No line leads in this direction."),
}


ASKING: Final = {
    "place": N_("Pair {number} of {all}"),
    "beside": N_("Chosen in the picture"),
    "pair": N_("{one} and {other}"),
    "says": N_("{name} says"),
    "silent": N_("not answered"),
    "now": N_("today"),
    "how_far": N_("How far does it go today?"),
    "what_says": N_("What does {name} say?"),
    "both_said": N_("Both have answered."),
    "agree": N_("Both agree: {level}"),
    "save_both": N_("Save both"),
    "apart": N_("Different"),
    "together": N_("Together"),
    "later": N_("Later"),
    "keys": N_("Keys: 0–4 · V different · S later · Enter"),
    "all_asked_one": N_("All asked: {count} pair."),
    "all_asked_many": N_("All asked: {count} pairs."),
    "none": N_("Of those in the room no pair is worth asking: all is known and fresh."),
    "saved": N_("all saved"),
    "unsaved_one": N_("{count} answer is being saved"),
    "unsaved_many": N_("{count} answers are being saved"),
    "elsewhere": N_("{what}: answered in the other browser just now."),
    "refused": N_("Not saved: {what}"),
}


AWAY: Final = N_("No connection. What you do stays on this page and is sent as soon as the connection is back.")
#: Streamlit's own words as they stand on the page: the msgid is what the observer looks for
SHELL: Final = {
    word: word
    for word in (
        N_("Sidebar"),
        N_("Collapse sidebar"),
        N_("Expand sidebar"),
        N_("App pages"),
        N_("Open"),
        N_("Link to heading"),
        N_("Add row"),
        N_("Show/hide columns"),
        N_("Download as CSV"),
        N_("Search"),
        N_("Fullscreen"),
        N_("Close fullscreen"),
        N_("Show data"),
        N_("Choose date"),
        # an empty field for a date: what stands in it, and what is heard of its parts
        *(N_("dd"), N_("mm"), N_("yyyy"), N_("Empty")),
        *(N_("day, {label}"), N_("month, {label}"), N_("year, {label}")),
        N_("Help"),
        N_("Help for {label}"),
        N_("Close"),
        N_("Decrement"),
        N_("Increment"),
        N_("Choose an option"),
        N_("Choose options"),
        N_("Select or add"),
        N_("Add: {name}"),
        N_("No results"),
        N_("Select all"),
        N_("Select {count} matches"),
        N_("Clear all"),
        N_("Clear value"),
        N_("Clear search"),
        N_("Upload"),
        N_("Browse files"),
        N_("Skip to main content"),
        N_("file upload"),
        N_("Add files"),
        N_("Remove {name}"),
        N_("50MB per file"),
        N_("Drag and drop file here"),
        N_("Drag and drop files here"),
        N_("Press Enter to apply"),
        N_("Press Enter to submit form"),
        N_("Press Ctrl+Enter to apply"),
        N_("Press Ctrl+Enter to submit form"),
        N_("Running..."),
        N_("Connecting"),
        N_("Connection error"),
        N_("Rerun"),
        N_("Stop"),
        N_("Show password text"),
        N_("Hide password text"),
        N_("Copy to clipboard"),
        N_("Previous month."),
        N_("Next month."),
        N_("Main menu"),
        N_("Print"),
        N_("Settings"),
        N_("empty"),
        N_("Remove"),
        N_("View more"),
        N_("View less"),
    )
}


def card_strings() -> dict[str, str]:
    """Give the sentences of the card in the present language."""
    near, familiar, far, _outside = words.RINGS
    vocabulary: dict[str, str] = {
        **{f"sector_{code}": msgid for code, msgid in words.SECTORS.items()},
        **{f"field_{code}": msgid for code, msgid in words.FIELDS.items()},
        **{f"support_{code}": msgid for code, msgid in words.SUPPORTS.items()},
        **{f"tie_{code}": msgid for code, msgid in words.EGO_TIES.items()},
        **{f"care_{code}": msgid for code, msgid in words.CARE.items()},
        "ring_near": near,
        "ring_familiar": familiar,
        "ring_far": far,
        "flag_child": words.CHILD,
        "flag_far_away": words.FAR_AWAY,
        "flag_lost": words.LOST,
    }
    return spoken({**CARD, **vocabulary})


def spoken(msgids: Mapping[str, str]) -> dict[str, str]:
    """Give sentences in the present language; their gaps stay open for the browser."""
    return {key: text(msgid) for key, msgid in msgids.items()}
