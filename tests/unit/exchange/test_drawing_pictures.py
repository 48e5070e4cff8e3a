"""The pictures themselves: every mark and line, the legend, grey, pseudonyms, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from netmap.exchange.drawing import Style, card_html, svg_document, view_of
from netmap.exchange.drawing import words as W
from netmap.exchange.drawing.describe import alternative, sentences_of
from netmap.exchange.drawing.view import initials
from netmap.messages import speaking, text
from netmap.model.catalogues import load_vocabulary
from tests.support.sample_cards import SECRET, sample_card, sealed_card

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("network", "fields")


def drawn(view, *, kind="network", **style):
    return ElementTree.fromstring(svg_document(view, kind=kind, style=Style(**style)))


def texts(root):
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def one(**values):
    """A card with one entry of these values."""
    card, alters, _ = sample_card(1)
    plain = {
        "label": "Elif",
        "human": True,
        "field": "social",
        "angle": 120,
        "distance": 50,
        "ego_tie": "loose",
        "supports": (),
        "care": None,
        **dict.fromkeys(("burden", "conflict", "child", "far_away", "lost", "deceased"), False),
    }
    return view_of(card, [replace(alters[0], **{**plain, **values})], [])


def group(root, name):
    return next(node for node in root.iter(f"{SVG}g") if node.get("class") == name)


# --- what is drawn -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_named_in_the_picture(kind):
    view = view_of(*sample_card(30))
    shown = "".join(texts(drawn(view, kind=kind))).replace("-", "").replace(" ", "")
    for entry in view.entries:
        assert entry.name.replace("-", "").replace(" ", "") in shown


def test_people_are_circles_and_agencies_rounded_squares():
    person, agency = (group(drawn(one(human=h)), "marks") for h in (True, False))
    assert len(person.findall(f".//{SVG}circle")) == 1
    assert not person.findall(f".//{SVG}rect")
    (square,) = agency.findall(f".//{SVG}rect")
    assert float(square.get("rx")) > 5


def test_the_dead_are_dashed_and_carry_a_dagger():
    root = drawn(one(deceased=True))
    (circle,) = group(root, "marks").findall(f".//{SVG}circle")
    assert circle.get("stroke-dasharray")
    assert circle.get("fill") == "#ffffff"
    assert any("Elif †" in t for t in texts(root))


@pytest.mark.parametrize(
    ("flag", "german"),
    [("child", "Kind"), ("far_away", "weit entfernt"), ("lost", "Kontakt verloren"), ("deceased", "verstorben")],
)
def test_a_sign_is_drawn_named_and_explained(flag, german):
    plain, signed = drawn(one()), drawn(one(**{flag: True}))
    assert ElementTree.tostring(group(plain, "marks")) != ElementTree.tostring(group(signed, "marks"))
    assert not any(german in t for t in texts(plain))
    assert any(german in t for t in texts(group(signed, "marks")))
    assert any(german in t for t in texts(group(signed, "legend")))


def lines(root):
    return group(root, "ties").findall(f".//{SVG}path")


def test_support_is_the_weight_of_the_line():
    (strong,), (loose,) = lines(drawn(one(ego_tie="strong"))), lines(drawn(one(ego_tie="loose")))
    assert float(strong.get("stroke-width")) > 2 * float(loose.get("stroke-width"))
    # pixels of the sketch: 3.4 and 1.3, at 475 / 297 units each
    assert float(strong.get("stroke-width")) == pytest.approx(3.4 * 475 / 297, abs=0.01)


def test_unknown_is_not_drawn_as_none():
    assert lines(drawn(one(ego_tie=None))) == []
    assert len(lines(drawn(one(ego_tie="none")))) == 1


def ends(path):
    """Where a line begins and ends."""
    points = [tuple(float(v) for v in p.split(",")) for p in path.get("d")[1:].split("L")]
    return points[0], points[-1]


def test_burden_is_dotted_and_conflict_a_zigzag_on_the_half_towards_the_entry():
    tie, burden, conflict = lines(drawn(one(ego_tie="strong", burden=True, conflict=True)))
    assert tie.get("stroke-dasharray") is None
    assert burden.get("stroke-dasharray")
    assert conflict.get("d").count("L") >= 4
    # one line: where the tie ends the burden begins, and then the conflict
    assert ends(tie)[1] == ends(burden)[0]
    assert ends(burden)[1] == ends(conflict)[0]


def test_burden_alone_takes_the_whole_way():
    (whole,) = lines(drawn(one(ego_tie="loose")))
    (burden,) = lines(drawn(one(ego_tie=None, burden=True)))
    assert ends(whole) == ends(burden)


@pytest.mark.parametrize(("direction", "heads"), [("given", 1), ("received", 1), ("both", 2)])
def test_an_arrow_of_help_points_to_whom_it_is_given(direction, heads):
    arrows = [p for p in lines(drawn(one(supports=(f"practical:{direction}",)))) if p.get("d").endswith("Z")]
    assert len(arrows) == heads
    x, y = (float(v) for v in arrows[0].get("d")[1:].split("L")[0].split(","))
    from_client = ((x - 500) ** 2 + (y - 500) ** 2) ** 0.5
    assert (from_client > 100) == (direction == "given")


def test_help_without_a_tie_that_was_asked_is_a_broken_line():
    arrow, line = lines(drawn(one(ego_tie=None, supports=("practical:received",))))
    assert arrow.get("d").endswith("Z")
    assert line.get("stroke-dasharray")
    assert any(
        "noch nicht gefragt" in t for t in texts(group(drawn(one(ego_tie=None, supports=("social:both",))), "legend"))
    )


def test_care_is_a_heart_with_its_word():
    root = drawn(one(care="given"))
    assert len(group(root, "marks").findall(f".//{SVG}path")) == 1
    assert any("kümmere" in t for t in texts(group(root, "marks")))
    assert not [p for p in lines(root) if p.get("d").endswith("Z")]


def test_ties_that_are_none_are_drawn_on_demand():
    card, alters, ties = sample_card(12)
    known = sum(t.state == "known" for t in ties)
    assert known < len(ties)
    view = view_of(card, alters, ties)
    assert len(group(drawn(view), "threads").findall(f"{SVG}path")) == known
    assert len(group(drawn(view, unknown_ties=True), "threads").findall(f"{SVG}path")) == len(ties)


def test_support_stands_in_words_at_the_name():
    view = one(supports=("practical:received", "financial:given"))
    assert any("→ Anpacken" in t for t in texts(group(drawn(view, supports=True), "marks")))
    assert any("← Geld" in t for t in texts(group(drawn(view, supports=True), "marks")))
    assert not any("Anpacken" in t for t in texts(group(drawn(view), "marks")))


def test_entries_without_a_place_are_named_below():
    assert any(t == "Noch ohne Platz: Elif" for t in texts(drawn(one(angle=None, distance=None))))


def test_what_is_ones_own_stands_on_the_resource_card_only():
    view = one(label="Ich koche gern", field="personal", human=False, angle=None, distance=None)
    assert not any("koche" in t for t in texts(drawn(view)))
    assert any("koche" in t for t in texts(drawn(view, kind="fields")))


# --- legend, language, grey ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Mensch", "Stelle, Ort", "trägt", "lose", "belastet", "Streit"]),
        ("en", ["person", "agency, place", "carries", "loose", "burdens me", "conflict"]),
    ],
)
def test_the_legend_is_always_there(kind, language, expected):
    with speaking(language):
        empty = drawn(view_of(sample_card(0)[0], [], []), kind=kind)
    assert [t for t in texts(group(empty, "legend")) if t in expected] == expected


def test_sectors_and_rings_are_written_in_the_picture():
    found = texts(drawn(one()))
    assert {"nah", "vertraut", "weiter weg", "Familie", "Freunde · Nachbarn", "Ich"} <= set(found)


def test_words_are_those_of_the_vocabulary():
    vocabulary = load_vocabulary()
    lists = [
        ("sectors", W.SECTORS, "label"),
        ("resource_fields", W.FIELDS, "label"),
        ("support_kinds", W.SUPPORTS, "short"),
        ("step_actors", W.STEP_ACTORS, "label"),
        ("need_phases", W.PHASES, "label"),
    ]
    rings = dict(zip(vocabulary["rings"].codes, W.RINGS, strict=False))
    for name, own, part in [*lists, ("rings", rings, "label")]:
        catalogue = vocabulary[name]
        for language in ("de", "en"):
            with speaking(language):
                expected = {e.code: e.said("short") if part == "short" else e.label for e in catalogue}
                assert {code: text(word) for code, word in own.items()} == expected, (name, language)


@pytest.mark.parametrize("kind", KINDS)
def test_grey_is_without_any_colour(kind):
    written = svg_document(view_of(*sample_card(30)), kind=kind, style=Style(grey=True), fonts=False)
    colours = set(re.findall(r"#([0-9a-fA-F]{6})\b", written))
    assert colours
    assert all(c[:2] == c[2:4] == c[4:] for c in colours)


# --- safety --------------------------------------------------------------------------------------

NASTY = (
    '</text><script>alert(1)</script><image href="https://example.invalid/x.png"/>',
    "\"><svg onload='x'>&amp;&#x3c;",
    "]]>--><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "bell\x07 form\x0c half \ufffe",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NASTY)
def test_names_cannot_become_markup(kind, name):
    card, alters, ties = sample_card(3)
    plain = drawn(view_of(card, alters, ties), kind=kind)
    view = view_of(card, [replace(alters[0], label=name), *alters[1:]], ties)
    document = svg_document(view, kind=kind)
    root = ElementTree.fromstring(document)
    assert {n.tag for n in root.iter()} <= {n.tag for n in plain.iter()} | {f"{SVG}tspan"}
    assert not any(key.startswith("on") or key.endswith("href") for n in root.iter() for key in n.attrib)


def addresses(document):
    """Everything in a document that could make a program ask for something (data it holds is none)."""
    document = re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "data:", document)
    found = re.findall(r"(?:https?:)?//[\w.-]+|url\((?!data:)[^)]*\)|@import|\b(?:href|src)=", document)
    return [a for a in found if a != "http://www.w3.org"]


@pytest.mark.parametrize("make", [svg_document, card_html])
def test_nothing_is_asked_for_outside(make):
    document = make(view_of(*sample_card(20)))
    assert addresses(document.replace('xmlns="http://www.w3.org/2000/svg"', "")) == []


def test_the_check_for_addresses_finds_them():
    assert addresses('<a href="https://example.invalid"> url(x.png) @import')


def test_the_page_allows_exactly_its_own_style_and_script():
    page = card_html(view_of(*sample_card(5)))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name, content in (
        ("style", re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]),
        ("script", re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]),
    ):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.S))


@pytest.mark.parametrize("name", NASTY)
def test_names_cannot_leave_the_page_text(name):
    card, alters, ties = sample_card(3)
    page = card_html(view_of(card, [replace(alters[0], label=name, note=name), *alters[1:]], ties))
    assert page.count("<script") == 1
    assert "<image" not in page
    assert "<!ENTITY" not in page


# --- pseudonyms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", [svg_document, card_html])
def test_pseudonyms_leave_no_sealed_text(make, kind):
    card, alters, ties = sealed_card()
    assert SECRET in make(view_of(card, alters, ties), kind=kind)
    hidden = make(view_of(card, alters, ties, pseudonyms=True), kind=kind)
    assert SECRET.casefold() not in hidden.casefold()
    assert "Nachbar" in hidden  # the role of the catalogue stands instead


def test_pseudonyms_are_roles_numbered_or_initials():
    view = view_of(*sealed_card(), pseudonyms=True, role_label={"mother": "Mutter", "neighbour": "Nachbar"}.get)
    assert [e.name for e in view.entries] == [
        "Mutter",
        "Nachbar 1",
        "Nachbar 2",
        "A. Z.",
        "Z. S.",
        "Etwas Eigenes",
        "Z. W.",
    ]
    assert view.label is None
    assert all(e.note is None for e in view.entries)


def test_pseudonym_views_hold_no_sealed_text_at_all():
    assert SECRET not in repr(view_of(*sealed_card(), pseudonyms=True))


@pytest.mark.parametrize(
    ("name", "short"),
    [("Herr Dr. Max Maier", "M. M."), ("Anna-Lena Kurz", "A. L."), ("Chor", "C."), ("", ""), ("X", ""), ("12", "")],
)
def test_initials(name, short):
    assert initials(name) == short


def test_without_a_name_the_partner_or_the_role_or_the_kind_stands():
    def named(partner=None, **values):
        card, alters, _ = sample_card(1)
        alter = replace(alters[0], label=None, **values)
        return view_of(card, [alter], [], partner_name=partner).entries[0].name

    linked = {"partner_table": "services", "partner_id": "s1"}
    assert named(lambda table, key: f"{table} {key}", **linked) == "services s1"
    assert named(role="mother") == "Mutter"
    assert named(human=False) == "Stelle"


# --- words for the picture -----------------------------------------------------------------------


def test_the_alternative_tells_who_stands_where():
    card, alters, ties = sample_card(2)
    pair = [
        replace(alters[0], label="Mutter", angle=45, distance=10, field="social", deceased=False),
        replace(alters[1], label="Chor", angle=135, distance=90, field="social", deceased=True),
    ]
    assert alternative(view_of(card, pair, ties), network=True) == (
        "Netzwerkkarte vom 20. November 2026. 2 Einträge. Familie: Mutter (nah). "
        "Freunde · Nachbarn: Chor † (weiter weg)."
    )


def test_everything_known_of_an_entry_is_said():
    view = one(ego_tie=None, burden=True, supports=("practical:both",), care="given", note="ruft oft an")
    assert dict(sentences_of(view, view.entries[0])) == {
        "Art": "Mensch",
        "Wo": "Freunde · Nachbarn, vertraut",
        "Verbindung zu mir": "belastet",
        "gibt mir": "Anpacken",
        "ich gebe": "Anpacken",
        "Zeichen": "ich kümmere mich",
        "Notiz": "ruft oft an",
    }


def test_a_card_without_a_day_names_none():
    from netmap.exchange.cardvalues import UNDATED

    card, alters, ties = sample_card(2)
    assert alternative(view_of(replace(card, on=UNDATED), alters, ties), network=True).startswith("Netzwerkkarte. 2")
