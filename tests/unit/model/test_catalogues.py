"""The vocabulary: complete, closed where the contract closes it, extendable without code."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.errors import FormatError, InputError, SettingsError
from netmap.messages import speaking
from netmap.model import cases, partners
from netmap.model.catalogues import CATALOGUES, Vocabulary, fold, load_vocabulary
from netmap.usecases.desk import Role


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def faults_of(folder: Path) -> dict[str, str]:
    with pytest.raises(FormatError) as caught, speaking("en"):
        load_vocabulary(extra=folder)
    with speaking("en"):
        return {fault.where: str(fault.message) for fault in caught.value.faults}


# What the task and the documents ask for


def test_every_entry_is_complete(vocabulary: Vocabulary) -> None:
    assert sum(len(catalogue) for catalogue in vocabulary) > 500
    for catalogue in vocabulary:
        assert catalogue.de
        assert catalogue.en
        for entry in catalogue:
            texts = (entry.de, entry.en, entry.description_de, entry.description_en)
            assert all(text.strip() == text and text for text in texts), entry
            assert entry.description_de.endswith((".", "?")), entry
            assert entry.sources, entry
            if any(source.startswith("§") for source in entry.sources):
                assert entry.legal_date or entry.valid_until, entry


#: Closed lists of CONTRACT.md § 2, written out here by hand.
CLOSED = {
    "area_kinds": "kreis gemeinde sozialraum quartier",
    "settings": "town country",
    "features": "barrier_free child_care anonymous outreach remote voluntary low_threshold",
    "access": "open appointment assignment",
    "relation_kinds": "commissions steers delivers_for funds refers feeds_back informs owns co_located"
    " joint_concept joint_training",
    "agreement_roles": "commissioner steerer deliverer",
    "agreement_points": " ".join(f"point_{n}" for n in range(1, 13)),
    "gap_kinds": "absent unusable out_of_reach insufficient disconnected expiring stale",
    "certainties": "certain possible unknown",
    "chain_breaks": "no_provider no_tie tie_unknown",
}
NEEDS = (
    "everyday_life poverty illness homelessness debt addiction isolation child_care care_of_relatives"
    " language qualification work mobility residence_status"
)


@pytest.mark.parametrize(("name", "codes"), CLOSED.items())
def test_closed_lists_of_the_contract_are_exact(vocabulary: Vocabulary, name: str, codes: str) -> None:
    assert vocabulary[name].codes == tuple(codes.split())
    assert vocabulary[name].closed


def test_needs_are_those_of_the_contract_and_open_for_more(vocabulary: Vocabulary) -> None:
    assert vocabulary["needs"].codes == tuple(NEEDS.split())
    assert not vocabulary["needs"].closed


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("needs", partners.NEEDS),
        ("area_kinds", partners.AREA_KINDS),
        ("settings", partners.SETTINGS),
        ("features", partners.FEATURES),
        ("access", partners.ACCESS),
        ("relation_kinds", partners.RELATION_KINDS),
        ("agreement_roles", partners.PARTY_ROLES),
        ("agreement_points", partners.POINTS),
        ("scales", tuple(partners.SCALES)),
        ("sectors", cases.SECTORS),
        ("resource_fields", cases.FIELDS),
        ("support_kinds", cases.SUPPORT_KINDS),
        ("support_directions", cases.DIRECTIONS),
        ("ego_ties", cases.EGO_TIES),
        ("tie_states", cases.TIE_STATES),
        ("need_phases", cases.PHASES),
        ("referral_routes", cases.ROUTES),
        ("referral_outcomes", cases.OUTCOMES),
        ("feedback_items", cases.FEEDBACK_ITEMS),
        ("step_actors", cases.STEP_ACTORS),
        ("guide_questions", cases.QUESTIONS),
        ("account_roles", tuple(role.value for role in Role)),
    ],
)
def test_records_and_lists_know_the_same_words(vocabulary: Vocabulary, name: str, codes: tuple[str, ...]) -> None:
    assert set(vocabulary[name].codes) == set(codes)


def test_columns_name_lists_that_exist(vocabulary: Vocabulary) -> None:
    records = [value for value in vars(partners).values() if hasattr(value, "TABLE")]
    named = {c.words for record in records for c in record.TABLE.columns if c.words}
    assert "service_types" in named
    assert named <= {catalogue.name for catalogue in vocabulary}


def test_lists_of_the_documents_have_their_length(vocabulary: Vocabulary) -> None:
    lengths = {"pillars": 5, "network_functions": 5, "guide_questions": 7, "team_prompts": 9,
               "feedback_items": 4, "resource_fields": 4, "sectors": 4, "core_members": 6}  # fmt: skip
    assert {name: len(vocabulary[name]) for name in lengths} == lengths


def test_scales_have_their_levels_and_a_crosswalk_that_never_falls(vocabulary: Vocabulary) -> None:
    for scale, (lowest, highest) in partners.SCALES.items():
        levels = vocabulary.levels(scale)
        assert [level.whole("value") for level in levels] == list(range(lowest, highest + 1))
        near = [[int(code.rsplit("_", 1)[1]) for code in level.codes("crosswalk")] for level in levels]
        assert all(near)
        assert all(max(a) <= max(b) and min(a) <= min(b) for a, b in itertools.pairwise(near))
        assert all(level.said("short") != level.said("long") for level in levels)
    assert vocabulary.levels("unheard_of") == ()


def test_sectors_and_rings_are_those_of_the_card(vocabulary: Vocabulary) -> None:
    for sector in vocabulary["sectors"]:
        middle = (sector.number("from_degree") + sector.number("to_degree")) / 2
        assert cases.sector_of(middle, 50) == sector.code
    assert [ring.number("below") for ring in vocabulary["rings"]] == [33.33, 66.67, 100]


def test_roles_offer_both_humans_and_places_in_every_sector(vocabulary: Vocabulary) -> None:
    found = {(role.text("sector"), role.flag("human")) for role in vocabulary["alter_roles"]}
    assert found == {(sector, human) for sector in cases.SECTORS for human in (True, False)}


@pytest.mark.parametrize(
    ("concept", "day", "word"),
    [  # Bürgergeld-Gesetz (1.1. and 1.7.2023), 13th act amending SGB II (1.7.2026)
        ("benefit", date(2022, 12, 31), "Arbeitslosengeld II"),
        ("benefit", date(2023, 1, 1), "Bürgergeld"),
        ("benefit", date(2026, 6, 30), "Bürgergeld"),
        ("benefit", date(2026, 11, 20), "Grundsicherungsgeld"),
        ("plan", date(2023, 6, 30), "Eingliederungsvereinbarung"),
        ("plan", date(2026, 11, 20), "Kooperationsplan"),
        ("reduction", date(2022, 6, 1), "Sanktion"),
        ("reduction", date(2026, 11, 20), "Leistungsminderung"),
    ],
)
def test_the_law_has_the_word_of_its_day(vocabulary: Vocabulary, concept: str, day: date, word: str) -> None:
    assert vocabulary.term(concept, on=day).de == word


def test_a_term_outside_its_time_is_no_term(vocabulary: Vocabulary) -> None:
    with pytest.raises(KeyError):
        vocabulary.term("benefit", on=date(2004, 12, 31))


def test_legal_bases_of_social_services_start_as_the_contract_reads_them(vocabulary: Vocabulary) -> None:
    social = {e.code for e in vocabulary["legal_bases"] if e.flag("social_service")}
    written = {
        e.code for e in vocabulary["legal_bases"] if e.de.replace(" ", "").startswith("§16aSGB")
        or e.de.replace(" ", "").startswith("§16aNr")
    }  # fmt: skip
    assert social == written
    assert len(social) == 5


# Recognising


def test_words_are_recognised_by_code_label_and_synonym(vocabulary: Vocabulary) -> None:
    kinds = vocabulary["organisation_kinds"]
    for word in ("jobcenter", "Jobcenter", "JOB-CENTER", " Jobcenter "):
        assert kinds.recognise(word) is kinds["jobcenter"]
    assert vocabulary["needs"].recognise("Ueberschuldung") is vocabulary["needs"]["debt"]
    assert vocabulary["needs"].recognise("u\u0308berschuldung".title()) is vocabulary["needs"]["debt"]
    assert kinds.recognise("Zirkus") is None
    assert kinds.recognise("") is None
    assert kinds.recognise(None) is None
    assert kinds.label_of("Zirkus") == "Zirkus"


def test_code_of_takes_only_codes_and_labels_as_written(vocabulary: Vocabulary) -> None:
    groups = vocabulary["target_groups"]
    assert [groups.code_of(w) for w in ("women", "Frauen", "frauen", "U25")] == ["women", "women", None, None]


def test_every_code_label_and_synonym_means_its_own_entry(vocabulary: Vocabulary) -> None:
    for catalogue in vocabulary:
        for entry in catalogue:
            for word in (entry.code, entry.de, *entry.synonyms):
                assert catalogue.recognise(word) is entry, (catalogue.name, word)
                assert catalogue.recognise(f"  {word.upper()} ") is entry, (catalogue.name, word)


@given(st.text())
def test_folding_twice_is_folding_once_and_ignores_outer_spaces(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert fold(f" {word} ") == fold(word)


def test_labels_follow_the_language(vocabulary: Vocabulary) -> None:
    level = vocabulary.level(2)
    assert level is not None
    with speaking("de"):
        assert (level.label, level.said("short")) == ("Koordination", "Wir planen und handeln gemeinsam")
        assert vocabulary.label("needs", "debt") == "Schulden"
        assert vocabulary["needs"].label == "Bedarfe"
    with speaking("en"):
        assert (level.label, level.said("short")) == ("Coordination", "We plan and act together")
        assert level.description.startswith("Joint activities")


def test_the_program_s_catalogues_are_read_once() -> None:
    assert load_vocabulary() is load_vocabulary(folder=CATALOGUES)


# What a municipality adds


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_municipality_adds_and_rewords(tmp_path: Path) -> None:
    write(tmp_path, "needs.yaml", """
list: needs
entries:
  debt: {de: Geldsorgen, synonyms: [Miese]}
  digital:
    de: Digitale Teilhabe
    en: Digital participation
    short_de: Digital
    short_en: Digital
    description_de: Kein Gerät, kein Netz oder wenig Übung.
    description_en: No device, no network or little practice.
    pillar: qualification
""")  # fmt: skip
    own = load_vocabulary(extra=tmp_path)
    needs = own["needs"]
    assert needs.codes == (*NEEDS.split(), "digital")
    assert needs["debt"].de == "Geldsorgen"
    assert needs["debt"].en == "Debt"
    assert [needs.recognise(w) for w in ("Schulden", "Miese", "Überschuldung")] == [needs["debt"]] * 3
    assert needs["digital"].sources == ("local",)
    assert load_vocabulary()["needs"].codes == tuple(NEEDS.split())


BROKEN = {
    "needs.yaml": (
        "list: needs\nentries:\n"
        "  no: {de: Nein}\n"
        "  2: {de: Zwei}\n"
        "  half: {de: Halb}\n"
        "  debt: {pillar: work, legal_date: gestern}\n"
        "  poverty: {synonyms: [Sucht]}\n"
        "  two: {de: A, en: A, description_de: A., description_en: A., short_de: A, short_en: A,"
        " pillar: wokr}\n"
    ),
    "features.yaml": "list: features\nentries:\n  dogs: {de: Hunde, en: dogs}\n",
    "levels.yaml": (
        "list: levels\nentries:\n  oberhausen_5: {de: X, en: X, description_de: X., description_en: X.,"
        " short_de: X, short_en: X, long_de: X, long_en: X, scale: oberhausen,"
        " value: 5, crosswalk: [partner_1]}\n"
    ),
    "neds.yaml": "entries: {}\n",
    "pillars.yaml": "list: pillars\nentries:\n  work: {de: Arbeit}\n  work: {de: Job}\n",
    "rings.yaml": "list: rings\nentries: [near]\nclosed: false\n",
    "sectors.yaml": "- family\n",
    "access.yaml": "list: access\nentries: {open: {de: 7}}\n",
    "torn.yaml": "list: [\n",
}


def test_every_fault_of_a_municipality_s_files_is_named_with_file_and_entry(tmp_path: Path) -> None:
    for name, text in BROKEN.items():
        write(tmp_path, name, text)
    faults = faults_of(tmp_path)
    assert "no code" in faults["needs.yaml:False"]
    assert "no code" in faults["needs.yaml:2"]
    assert faults["needs.yaml:half:en"] == "a text is needed here"
    assert faults["needs.yaml:half:pillar"] == "a value is needed here"
    assert "cannot be changed" in faults["needs.yaml:debt:pillar"]
    assert "'gestern' is not a date" in faults["needs.yaml:debt:legal_date"]
    assert faults["needs.yaml:addiction"] == "'Sucht' already means the entry 'poverty'"
    assert faults["needs.yaml:two:pillar"] == "'wokr' is not a code of 'pillars'"
    assert "is closed; known: barrier_free" in faults["features.yaml:dogs"]
    assert "oberhausen_0, oberhausen_1" in faults["levels.yaml:oberhausen_5"]
    assert "not a level of 'oberhausen'" in faults["levels.yaml:oberhausen_5:crosswalk"]
    assert "near: needs" in faults["neds.yaml:list"]
    assert faults["pillars.yaml:4"] == "'work' stands here twice"
    assert "entries are needed" in faults["rings.yaml:entries"]
    assert "rings.yaml:closed" in faults
    assert "a list with its entries" in faults["sectors.yaml"]
    assert "'7' is not a text" in faults["access.yaml:open:de"]
    assert any(where.startswith("torn.yaml:") for where in faults)


def test_faults_are_said_in_german(tmp_path: Path) -> None:
    write(tmp_path, "features.yaml", "list: features\nentries:\n  dogs: {de: Hunde, en: dogs}\n")
    with speaking("de"), pytest.raises(FormatError) as caught:
        load_vocabulary(extra=tmp_path)
    with speaking("de"):
        assert "nimmt keine neuen Einträge auf" in str(caught.value.faults[0])


def test_a_folder_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    with speaking("en"), pytest.raises(SettingsError, match=r"catalogues are not where"):
        load_vocabulary(extra=tmp_path / "nowhere")


@pytest.mark.parametrize("payload", ["!!python/object/apply:os.system ['true']", "a: &a [*a]", "\x00", "{[]: 1}"])
def test_yaml_that_is_more_than_words_is_refused(tmp_path: Path, payload: str) -> None:
    write(tmp_path, "needs.yaml", payload)
    assert all(where.startswith("needs.yaml") for where in faults_of(tmp_path))


# What a district's table codes adds


def test_codes_of_a_district_add_and_name(vocabulary: Vocabulary) -> None:
    own = vocabulary.with_codes([("needs", "digital", "Digitales"), ("needs", "debt", "Geldsorgen")])
    digital = own["needs"]["digital"]
    assert (digital.de, digital.said("short"), digital.text("pillar")) == ("Digitales", "Digitales", None)
    assert own["needs"].recognise("Schulden") is own["needs"]["debt"]
    assert "digital" not in vocabulary["needs"]


def test_codes_for_closed_or_unknown_lists_are_refused_together(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError) as caught:
        vocabulary.with_codes([("features", "dogs", "Hunde"), ("neds", "x", "X"), ("needs", "ok", "Gut")])
    assert [fault.where for fault in caught.value.faults] == ["codes:features:dogs", "codes:neds:x"]
