"""Relations, agreements, chains, bodies and their members."""
# One relation or agreement is one line, however long.
# ruff: noqa: E501

from __future__ import annotations

from seeds.demo_generator.written import Row, rows

RELATION_COLUMNS = ("from", "to", "kind", "service", "since", "until")

RELATIONS: list[Row] = rows("""
from | to | kind | service | since | until
# who belongs to whom beyond the tree of offices
kreis-auental | jobcenter | owns | - | 2012-01-01 | -
auenstadt | stadtteilbuero-hafen | owns | - | 2018-01-01 | -
brueckenschlag | suchthilfe | owns | - | 2009-01-01 | -
wohlfahrtswerk | schuldnerberatung | owns | - | 2009-01-01 | -
# triangle: Kommune, Jobcenter, Leistungserbringer, per service
kreis-auental | schuldnerberatung | commissions | sb-beratung | 2009-01-01 | -
jobcenter | schuldnerberatung | steers | sb-beratung | 2009-01-01 | -
schuldnerberatung | kreis-auental | delivers_for | sb-beratung | 2009-01-01 | -
kreis-auental | schuldnerberatung | commissions | sb-lindow | 2022-01-01 | -
schuldnerberatung | kreis-auental | delivers_for | sb-lindow | 2022-01-01 | -
kreis-auental | suchthilfe | commissions | sh-beratung | 2009-01-01 | -
jobcenter | suchthilfe | steers | sh-beratung | 2013-01-01 | -
suchthilfe | kreis-auental | delivers_for | sh-beratung | 2009-01-01 | -
jobcenter | suchthilfe | steers | sh-lindow | 2021-01-01 | -
kreis-auental | wohlfahrtswerk | commissions | ww-psychosozial | 2010-01-01 | -
wohlfahrtswerk | kreis-auental | delivers_for | ww-psychosozial | 2010-01-01 | -
jobcenter | wohlfahrtswerk | steers | ww-psychosozial-land | 2024-01-01 | -
jobcenter | werkstatt-zukunft | commissions | wz-werkstatt | 2018-05-01 | -
jobcenter | neuer-anlauf | steers | na-anlauf | 2023-04-01 | -
auenstadt | fachstelle-wohnen | commissions | fw-mietschulden | 2019-01-01 | -
kreis-auental | pflegedienst-seenland | commissions | pd-entlastung | 2018-01-01 | -
auenstadt | familienzentrum-lindenhof | commissions | fl-kita | 2009-08-01 | -
jugendamt | horizont | commissions | hz-erziehungshilfe | 2004-01-01 | -
horizont | jugendamt | delivers_for | hz-erziehungshilfe | 2004-01-01 | -
# money
kreis-auental | wohlfahrtswerk | funds | - | 2009-01-01 | -
kreis-auental | brueckenschlag | funds | - | 2009-01-01 | -
auenstadt | gwa-nordviertel | funds | gn-gwa | 2016-04-01 | 2027-03-31
auenstadt | bruecken-der-kulturen | funds | bdk-begleitung | 2021-05-01 | 2027-04-30
krankenkasse | selbsthilfe | funds | sg-seele | 2016-01-01 | -
jobcenter | bildungswerk | funds | bw-assistierte | 2021-09-01 | -
jobcenter | werkstatt-zukunft | funds | - | 2018-05-01 | -
gemeinde-lindow | pflegedienst-seenland | funds | - | 2024-01-01 | 2025-12-31
# ways of referral: from the Jobcenter in one or two steps
jobcenter | schuldnerberatung | refers | - | 2009-01-01 | -
jobcenter | suchthilfe | refers | - | 2009-01-01 | -
jobcenter | wohlfahrtswerk | refers | ww-psychosozial | 2010-01-01 | -
jobcenter | wohlfahrtswerk | refers | ww-psychosozial-land | 2024-01-01 | -
jobcenter | wohlfahrtswerk | refers | ww-sozialberatung | 2015-01-01 | -
jobcenter | werkstatt-zukunft | refers | - | 2018-05-01 | -
jobcenter | neuer-anlauf | refers | - | 2023-04-01 | -
jobcenter | bildungswerk | refers | - | 2016-02-01 | -
jobcenter | vhs | refers | vhs-integrationskurs | 2012-01-01 | -
jobcenter | vhs | refers | vhs-eltern | 2024-09-01 | -
jobcenter | vhs | refers | vhs-abschluss | 2020-01-01 | -
jobcenter | migrationsberatung | refers | - | 2012-01-01 | -
jobcenter | jugendberufsagentur | refers | - | 2026-03-02 | -
jobcenter | arbeitsagentur | refers | - | 2005-01-01 | -
jobcenter | fachstelle-wohnen | refers | fw-mietschulden | 2019-01-01 | -
jobcenter | fachstelle-wohnen | refers | fw-notfall | 2019-01-01 | -
jobcenter | jugendamt | refers | ja-tagespflege | 2014-01-01 | -
jobcenter | jugendamt | refers | - | 2014-01-01 | -
jobcenter | gesundheitsamt | refers | ga-spdi | 2017-01-01 | -
jobcenter | auenstadt | refers | - | 2015-01-01 | -
jobcenter | integrationszentrum | refers | iz-sprachmittlung | 2021-01-01 | -
jobcenter | gwa-nordviertel | refers | - | 2025-03-01 | -
jobcenter | selbsthilfe | refers | sg-teilhabe | 2018-01-01 | -
jobcenter | integrationslotsen | refers | - | 2022-07-01 | 2026-06-30
jobcenter-nord | familienzentrum-lindenhof | refers | - | 2024-11-01 | -
jobcenter-nord | kita-uferkinder | refers | - | 2024-06-01 | -
jobcenter-lindow | kita-seesterne | refers | - | 2022-08-01 | -
jobcenter-lindow | gemeinde-lindow | refers | - | 2022-08-01 | -
jugendamt | fruehe-hilfen | refers | - | 2013-01-01 | -
jugendamt | horizont | refers | - | 2004-01-01 | -
jugendamt | asd-stadt | refers | - | 2004-01-01 | -
jugendamt | asd-land | refers | - | 2004-01-01 | -
asd-stadt | horizont | refers | - | 2010-01-01 | -
asd-land | gemeinde-moorkamp | refers | ms-hort | 2021-08-01 | -
fruehe-hilfen | hebammenpraxis | refers | - | 2014-01-01 | -
gwa-nordviertel | familienzentrum-lindenhof | refers | - | 2017-01-01 | -
gwa-nordviertel | sv-nordviertel | refers | - | 2018-09-01 | -
gwa-nordviertel | schuldnerberatung | refers | - | 2019-01-01 | -
stadtteilbuero-hafen | bruecken-der-kulturen | refers | - | 2021-05-01 | -
stadtteilbuero-hafen | kirchengemeinde-hafen | refers | - | 2019-01-01 | -
auenstadt | stadtteilbuero-hafen | refers | - | 2018-01-01 | -
migrationsberatung | bruecken-der-kulturen | refers | - | 2020-01-01 | -
migrationsberatung | vhs | refers | - | 2010-01-01 | -
migrationsberatung | bildungswerk | refers | bw-berufssprache | 2018-03-01 | -
suchthilfe | selbsthilfe | refers | sg-sucht | 2015-01-01 | -
suchthilfe | neuer-anlauf | refers | na-anlauf | 2023-04-01 | -
suchthilfe | tagesklinik | refers | - | 2014-01-01 | -
gesundheitsamt | tagesklinik | refers | tk-tagesklinik | 2014-01-01 | -
gesundheitsamt | wohlfahrtswerk | refers | ww-psychosozial | 2014-01-01 | -
frauenhaus | frauenberatung | refers | - | 1992-01-01 | -
frauenberatung | fachstelle-brettach | refers | - | 2019-01-01 | -
pflegestuetzpunkt | pflegedienst-seenland | refers | - | 2012-01-01 | -
jobcenter | sozialamt | refers | - | 2010-01-01 | -
sozialamt | pflegestuetzpunkt | refers | - | 2011-01-01 | -
wohlfahrtswerk | freiwilligenagentur | refers | fa-besuche | 2017-01-01 | -
schulsozialarbeit | jugendberufsagentur | refers | - | 2026-03-02 | -
schulsozialarbeit | jugendhaus-ankerplatz | refers | - | 2019-01-01 | -
berufskolleg | jugendberufsagentur | refers | - | 2026-03-02 | -
jugendberufsagentur | berufskolleg | refers | bk-abschluss | 2026-03-02 | -
jugendberufsagentur | kreishandwerkerschaft | refers | - | 2026-03-02 | -
arbeitsagentur | kreishandwerkerschaft | refers | - | 2015-01-01 | -
# feedback to the Jobcenter: four items, with both releases
suchthilfe | jobcenter | feeds_back | sh-beratung | 2013-01-01 | -
schuldnerberatung | jobcenter | feeds_back | sb-beratung | 2015-01-01 | -
wohlfahrtswerk | jobcenter | feeds_back | ww-psychosozial | 2012-01-01 | -
werkstatt-zukunft | jobcenter | feeds_back | wz-werkstatt | 2018-05-01 | -
bildungswerk | jobcenter | feeds_back | - | 2016-02-01 | -
neuer-anlauf | jobcenter | feeds_back | - | 2023-04-01 | -
jugendberufsagentur | jobcenter | feeds_back | - | 2026-03-02 | -
fachstelle-wohnen | auenstadt | feeds_back | fw-mietschulden | 2019-01-01 | -
# information, roofs, concepts, training
sozialplanung | jobcenter | informs | - | 2019-01-01 | -
jobcenter | sozialplanung | informs | - | 2019-01-01 | -
wirtschaftsfoerderung | jobcenter | informs | - | 2016-01-01 | -
selbsthilfe | gesundheitsamt | informs | - | 2016-01-01 | -
gemeinde-auheim | asd-land | informs | - | 2023-01-01 | -
krankenkasse | jobcenter | informs | - | 2022-01-01 | -
jugendberufsagentur | jobcenter | co_located | - | 2026-03-02 | -
jugendberufsagentur | arbeitsagentur | co_located | - | 2026-03-02 | -
selbsthilfe | migrationsberatung | co_located | - | 2015-01-01 | -
gwa-nordviertel | jobcenter-nord | co_located | - | 2016-04-01 | 2022-12-31
jobcenter | arbeitsagentur | joint_concept | - | 2025-09-01 | -
jobcenter | jugendamt | joint_concept | - | 2025-09-01 | -
suchthilfe | neuer-anlauf | joint_concept | na-anlauf | 2023-04-01 | -
fruehe-hilfen | hebammenpraxis | joint_concept | - | 2015-01-01 | -
jobcenter | suchthilfe | joint_training | - | 2024-03-01 | -
jobcenter | frauenberatung | joint_training | - | 2025-11-25 | -
jugendamt | schulsozialarbeit | joint_training | - | 2020-01-01 | -
familienzentrum-lindenhof | kita-uferkinder | joint_training | - | 2022-01-01 | -
""")

AGREEMENT_COLUMNS = (
    "id", "kind", "parties", "services", "since", "until", "delimitation",
    *(f"point_{n}" for n in range(1, 13)),
    "coordinator", "deputy",
)  # fmt: skip

# points: y = settled, n = not settled, . = unknown, in the order of the twelve points
_AGREEMENTS = rows("""
id | kind | parties | services | since | until | delimitation | points | coordinator | deputy
v-schulden-2023 | service_agreement | kreis-auental:commissioner;jobcenter:steerer;schuldnerberatung:deliverer | sb-beratung;sb-offen | 2023-01-01 | 2027-12-31 | separate | yyyynyyy.yyy | Koordination Soziale Leistungen, Jobcenter | Teamleitung 2, Jobcenter
v-schulden-land | key_points_paper | kreis-auental:commissioner;schuldnerberatung:deliverer | sb-lindow;sb-moorkamp | 2022-01-01 | 2027-02-28 | none | yyn.n.nyn.ny | - | -
v-sucht-2021 | service_agreement | kreis-auental:commissioner;jobcenter:steerer;suchthilfe:deliverer | sh-beratung | 2021-01-01 | 2027-03-31 | separate | yyyyyyy.yyyy | Koordination Soziale Leistungen, Jobcenter | -
v-sucht-lindow | service_agreement | kreis-auental:commissioner;suchthilfe:deliverer | sh-lindow | 2021-01-01 | - | within | yyny.n..yyny | Koordination Soziale Leistungen, Jobcenter | -
v-psychosozial | framework_agreement | kreis-auental:commissioner;jobcenter:steerer;wohlfahrtswerk:deliverer | ww-psychosozial;ww-psychosozial-land | 2024-01-01 | 2026-12-31 | separate | yynyny.yyyny | Koordination Soziale Leistungen, Jobcenter | Teamleitung 2, Jobcenter
v-sucht-frauen | remuneration_agreement | kreis-auental:commissioner;fachstelle-brettach:deliverer | fb-frauen | 2019-01-01 | - | none | y..n.....yn. | - | -
v-wohnen | cooperation_agreement | auenstadt:commissioner;jobcenter:steerer;fachstelle-wohnen:deliverer | fw-notfall;fw-mietschulden | 2022-07-01 | 2027-06-30 | within | yyynnynyyynn | Fachaufsicht Wohnen, Stadt Auenstadt | Soziale Dienste, Stadt Auenstadt
v-jba | statute | kreis-auental;jobcenter:steerer;arbeitsagentur;jugendamt:commissioner;jugendberufsagentur:deliverer | jba-beratung;jba-mobil;jc-u25 | 2026-03-02 | - | separate | yyyyyyyyyy.y | Leitung Jugendberufsagentur | Teamleitung U25, Jobcenter
v-kuechentalk | key_points_paper | jobcenter;arbeitsagentur;jugendamt | jc-u25 | 2025-02-01 | 2026-03-01 | none | yy.ynnnnnn.n | Teamleitung U25, Jobcenter | -
v-neuer-anlauf | cooperation_agreement | jobcenter:commissioner;neuer-anlauf:deliverer;suchthilfe | na-anlauf | 2023-04-01 | 2027-03-31 | separate | yyyynyyyyyyy | Eingliederungsplanung, Jobcenter | Eingliederungsplanung, Vertretung
v-werkstatt | service_agreement | jobcenter;werkstatt-zukunft | wz-werkstatt;wz-teilhabe | 2024-05-01 | 2027-04-30 | separate | yyyyn.yyyyyy | Eingliederungsplanung, Jobcenter | -
v-kita-lindenhof | service_agreement | auenstadt:commissioner;familienzentrum-lindenhof:deliverer | fl-kita;fl-randzeiten | 2020-08-01 | - | none | y..........y | Kita-Fachberatung, Stadt Auenstadt | -
v-hilfe-erziehung | service_agreement | jugendamt:commissioner;horizont:deliverer | hz-erziehungshilfe;hz-erziehungsberatung | 2019-01-01 | - | none | yyyyyyyyyyyy | Jugendhilfeplanung | Leitung ASD Stadt
v-fruehe-hilfen | quality_agreement | jugendamt:commissioner;fruehe-hilfen;hebammenpraxis:deliverer | fh-fruehe-hilfen;hp-hebamme | 2021-07-01 | - | none | yyyy.y..yn.y | Netzwerkkoordination Frühe Hilfen | Netzwerkkoordination, Vertretung
v-integration | framework_agreement | kreis-auental;jobcenter;migrationsberatung;bruecken-der-kulturen | mb-beratung;mb-lindow;bdk-begleitung | 2025-01-01 | 2027-01-31 | within | yy.y....ny.. | Integrationszentrum | -
v-pflege | audit_agreement | kreis-auental:commissioner;pflegedienst-seenland:deliverer | pd-entlastung | 2018-01-01 | - | none | y....y..yyy. | Sozialplanung | -
v-lotsen | cooperation_agreement | jobcenter;integrationslotsen | il-lotsen | 2022-07-01 | 2026-06-30 | none | yynynnnnyynn | Integrationsbeauftragte, Jobcenter | -
v-sport | Absichtserklärung zum Mitmachen | sv-nordviertel;gwa-nordviertel;jobcenter-nord | sv-bewegung | 2026-05-21 | - | - | y........... | Teamleitung Nord, Jobcenter | -
""")

_POINT = {"y": "yes", "n": "no", ".": ""}


def agreements() -> list[Row]:
    """Give the agreements with their twelve points spelled out."""
    return [
        {k: v for k, v in row.items() if k != "points"}
        | {f"point_{n}": _POINT[p] for n, p in enumerate(row["points"], start=1)}
        for row in _AGREEMENTS
    ]


CHAIN_COLUMNS = ("chain", "position", "service_type", "name")

CHAINS: list[Row] = rows("""
chain | position | service_type | name
k-sucht | 1 | addiction_counselling | Aus der Sucht in Arbeit
k-sucht | 2 | Entgiftung | Aus der Sucht in Arbeit
k-sucht | 3 | addiction_aftercare | Aus der Sucht in Arbeit
k-sucht | 4 | job_coaching | Aus der Sucht in Arbeit
k-wohnung | 1 | housing_emergency | Wohnung halten, Schulden ordnen
k-wohnung | 2 | rent_debt_help | Wohnung halten, Schulden ordnen
k-wohnung | 3 | debt_counselling | Wohnung halten, Schulden ordnen
k-wohnung | 4 | budget_advice | Wohnung halten, Schulden ordnen
k-ankommen | 1 | migration_counselling | Ankommen und arbeiten
k-ankommen | 2 | integration_course | Ankommen und arbeiten
k-ankommen | 3 | recognition_advice | Ankommen und arbeiten
k-ankommen | 4 | vocational_language_course | Ankommen und arbeiten
k-ankommen | 5 | employer_service | Ankommen und arbeiten
k-junge-mutter | 1 | early_help | Mit Kind in die Ausbildung
k-junge-mutter | 2 | day_care | Mit Kind in die Ausbildung
k-junge-mutter | 3 | youth_career_agency | Mit Kind in die Ausbildung
k-junge-mutter | 4 | apprenticeship_placement | Mit Kind in die Ausbildung
k-pflege | 1 | care_advice | Pflegen und arbeiten
k-pflege | 2 | respite_care | Pflegen und arbeiten
k-pflege | 3 | self_help | Pflegen und arbeiten
k-pflege | 4 | health_promotion | Pflegen und arbeiten
""")

BODY_COLUMNS = ("id", "name", "kind", "area", "rhythm", "status")

BODIES: list[Row] = rows("""
id | name | kind | area | rhythm | status
g-nordviertel | Sozialraumkonferenz Nordviertel | neighbourhood_conference | 00101 | vierteljährlich | active
g-planung | Planungskonferenz Kreis Auental | planning_conference | 00 | halbjährlich | active
g-kuechentalk | Küchen-Talk U25 | alliance | 001 | alle sechs Wochen | ended
""")

MEMBER_COLUMNS = ("body", "organisation", "role", "since", "until")

MEMBERS: list[Row] = rows("""
body | organisation | role | since | until
g-nordviertel | gwa-nordviertel | Moderation | 2019-02-14 | -
g-nordviertel | jobcenter-nord | - | 2019-02-14 | -
g-nordviertel | jobcenter | - | 2019-02-14 | -
g-nordviertel | asd-stadt | - | 2019-02-14 | -
g-nordviertel | jugendamt | - | 2019-02-14 | -
g-nordviertel | familienzentrum-lindenhof | - | 2019-02-14 | -
g-nordviertel | schulsozialarbeit | - | 2019-02-14 | -
g-nordviertel | gesamtschule-am-kanal | - | 2021-05-06 | -
g-nordviertel | sv-nordviertel | - | 2019-02-14 | -
g-nordviertel | schuldnerberatung | - | 2020-02-13 | -
g-nordviertel | suchthilfe | - | 2022-09-08 | -
g-nordviertel | migrationsberatung | - | 2020-02-13 | -
g-nordviertel | bruecken-der-kulturen | - | 2025-05-15 | -
g-nordviertel | wohnungsgenossenschaft | - | 2019-02-14 | 2025-12-31
g-nordviertel | vhs | - | 2023-02-09 | -
g-nordviertel | fruehe-hilfen | - | 2024-11-14 | -
g-nordviertel | integrationslotsen | - | 2023-02-09 | 2026-06-30
g-planung | sozialplanung | Geschäftsführung | 2020-10-01 | -
g-planung | kreis-auental | Vorsitz | 2020-10-01 | -
g-planung | jobcenter | - | 2020-10-01 | -
g-planung | jugendamt | - | 2020-10-01 | -
g-planung | sozialamt | - | 2020-10-01 | -
g-planung | gesundheitsamt | - | 2020-10-01 | -
g-planung | auenstadt | - | 2020-10-01 | -
g-planung | gemeinde-lindow | - | 2020-10-01 | -
g-planung | gemeinde-auheim | - | 2020-10-01 | -
g-planung | gemeinde-brettach | - | 2020-10-01 | -
g-planung | gemeinde-moorkamp | - | 2020-10-01 | -
g-planung | wohlfahrtswerk | - | 2020-10-01 | -
g-planung | brueckenschlag | - | 2020-10-01 | -
g-planung | integrationszentrum | - | 2022-03-01 | -
g-planung | pflegestuetzpunkt | - | 2023-03-01 | -
g-planung | arbeitsagentur | - | 2020-10-01 | -
g-kuechentalk | jobcenter | Gastgeber | 2024-11-06 | 2026-03-01
g-kuechentalk | arbeitsagentur | - | 2024-11-06 | 2026-03-01
g-kuechentalk | jugendamt | - | 2024-11-06 | 2026-03-01
g-kuechentalk | schulsozialarbeit | - | 2025-03-12 | 2026-03-01
g-kuechentalk | berufskolleg | - | 2025-06-18 | 2026-03-01
g-kuechentalk | horizont | - | 2025-03-12 | 2026-03-01
""")
