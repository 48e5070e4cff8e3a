"""Places: offices, halls, schools, stops of the advice bus; two are protected.

Where a place lies inside its area is drawn by the generator (``shapes``); ``at`` = no means that
nobody has entered coordinates.
"""
# One place is one line, however long.
# ruff: noqa: E501

from __future__ import annotations

from seeds.demo_generator.written import Row, rows

COLUMNS = (
    "id", "name", "area", "kind", "street", "postcode", "town", "lat", "lon", "barrier_free", "protected",
)  # fmt: skip

PLACES: list[Row] = rows("""
id                     | name                                   | area    | kind               | street                | postcode | town         | barrier_free | protected | at
p-buergerhaus-nord     | Bürgerhaus Nordviertel                 | 0010102 | community_hall     | Treidelplatz 1        | 00101    | Auenstadt    | yes | -   | yes
p-familienzentrum      | Familienzentrum Lindenhof              | 0010101 | family_centre      | Lindenhofweg 7        | 00101    | Auenstadt    | yes | -   | yes
p-jobcenter-nord       | Jobcenter Nordviertel                  | 0010103 | office             | Am Nordpark 20        | 00101    | Auenstadt    | yes | -   | yes
p-stadtteilladen-nord  | Stadtteilladen Nord                    | 0010102 | partner_office     | Treidelplatz 4        | 00101    | Auenstadt    | no  | -   | yes
p-gesamtschule         | Gesamtschule am Kanal                  | 0010102 | school             | Schleusengang 15      | 00101    | Auenstadt    | yes | -   | yes
p-sportheim-nord       | Sportheim SV Nordviertel               | 0010103 | club_house         | Am Nordpark 2         | 00101    | Auenstadt    | no  | -   | yes
p-garten-lindenhof     | Gemeinschaftsgarten Lindenhof          | 0010101 | outdoor            | Lindenhofweg 30       | 00101    | Auenstadt    | -   | -   | yes
p-hort-nord            | Hort am Treidelplatz                   | 0010102 | day_care_centre    | Treidelplatz 9        | 00101    | Auenstadt    | yes | -   | yes
p-kreishaus            | Kreishaus                              | 00102   | office             | Kreishausallee 1      | 00102    | Auenstadt    | yes | -   | yes
p-rathaus-auenstadt    | Rathaus Auenstadt                      | 00102   | town_hall          | Alter Markt 1         | 00102    | Auenstadt    | yes | -   | yes
p-jobcenter            | Jobcenter Hauptstelle                  | 00102   | office             | Kreishausallee 8      | 00102    | Auenstadt    | yes | -   | yes
p-arbeitsagentur       | Agentur für Arbeit                     | 00102   | office             | Kreishausallee 12     | 00102    | Auenstadt    | yes | -   | yes
p-jba                  | Haus der Jugendberufsagentur           | 00102   | office             | Postgang 3            | 00102    | Auenstadt    | yes | -   | yes
p-schuldnerberatung    | Schuldnerberatung Altstadt             | 00102   | counselling_centre | Färbergang 5          | 00102    | Auenstadt    | no  | -   | yes
p-suchthilfe           | Suchthilfe Altstadt                    | 00102   | counselling_centre | Färbergang 11         | 00102    | Auenstadt    | no  | -   | yes
p-vhs                  | Volkshochschule                        | 00102   | adult_education    | Alter Markt 6         | 00102    | Auenstadt    | yes | -   | yes
p-bibliothek           | Stadtbibliothek                        | 00102   | library            | Alter Markt 9         | 00102    | Auenstadt    | yes | -   | yes
p-migrationsberatung   | Haus der Beratung                      | 00102   | counselling_centre | Färbergang 2          | 00102    | Auenstadt    | yes | -   | yes
p-gesundheitsamt       | Gesundheitsamt                         | 00102   | office             | Kreishausallee 3      | 00102    | Auenstadt    | yes | -   | yes
p-pflegestuetzpunkt    | Pflegestützpunkt                       | 00102   | counselling_centre | Postgang 10           | 00102    | Auenstadt    | yes | -   | yes
p-selbsthilfe          | Selbsthilfe-Kontaktstelle              | 00102   | counselling_centre | Färbergang 2          | 00102    | Auenstadt    | yes | -   | yes
p-freiwilligenagentur  | Freiwilligenagentur                    | 00102   | partner_office     | Alter Markt 14        | 00102    | Auenstadt    | no  | -   | yes
p-frauenberatung       | Frauenberatung                         | 00102   | counselling_centre | Postgang 21           | 00102    | Auenstadt    | no  | -   | yes
p-stadtteilbuero-hafen | Stadtteilbüro Hafen                    | 0010301 | partner_office     | Speicherkai 4         | 00103    | Auenstadt    | no  | -   | yes
p-jugendhaus           | Jugendhaus Ankerplatz                  | 0010302 | youth_centre       | Ankerplatz 2          | 00103    | Auenstadt    | yes | -   | yes
p-gemeindezentrum-hafen | Gemeindezentrum am Hafen              | 0010301 | parish_hall        | Speicherkai 18        | 00103    | Auenstadt    | yes | -   | yes
p-ausgabe-hafen        | Lebensmittelausgabe Hafen              | 0010301 | shop               | Speicherkai 20        | 00103    | Auenstadt    | -   | -   | yes
p-werkstatt-zukunft    | Werkstatt Zukunft                      | 0010302 | workshop           | Helgen 9              | 00103    | Auenstadt    | no  | -   | yes
p-kita-uferkinder      | Kita Uferkinder                        | 0010302 | day_care_centre    | Ankerplatz 7          | 00103    | Auenstadt    | yes | -   | yes
p-kulturverein         | Brücken der Kulturen                   | 0010301 | club_house         | Speicherkai 11        | 00103    | Auenstadt    | no  | -   | yes
p-autowerkstatt        | Autowerkstatt Paul                     | 0010302 | workshop           | Helgen 3              | 00103    | Auenstadt    | -   | -   | yes
p-tagesklinik          | Tagesklinik                            | 00104   | medical_practice   | Südring 40            | 00104    | Auenstadt    | yes | -   | yes
p-bildungswerk         | Bildungswerk Süd                       | 00104   | workshop           | Südring 12            | 00104    | Auenstadt    | yes | -   | yes
p-berufskolleg         | Berufskolleg                           | 00104   | school             | Kollegstieg 1         | 00104    | Auenstadt    | yes | -   | yes
p-kita-sued            | Kita Südwind                           | 00104   | day_care_centre    | Kollegstieg 14        | 00104    | Auenstadt    | no  | -   | yes
p-fachstelle-wohnen    | Fachstelle Wohnen                      | 00104   | counselling_centre | Südring 3             | 00104    | Auenstadt    | no  | -   | yes
p-hebammenpraxis       | Hebammenpraxis                         | 00104   | medical_practice   | Südring 22            | 00104    | Auenstadt    | no  | -   | yes
p-mgh-sued             | Mehrgenerationenhaus Südstadt          | 00104   | multigenerational_house | Kollegstieg 20   | 00104    | Auenstadt    | yes | -   | yes
p-horizont             | Horizont Jugendhilfe                   | 00105   | counselling_centre | Westendhof 5          | 00105    | Auenstadt    | yes | -   | yes
p-moebellager          | Möbellager Westend                     | 00105   | shop               | Westendhof 31         | 00105    | Auenstadt    | yes | -   | yes
p-neuer-anlauf         | Neuer Anlauf                           | 00105   | workshop           | Westendhof 33         | 00105    | Auenstadt    | no  | -   | yes
p-frauenhaus           | Frauenhaus                             | 00104   | refuge             | Verborgener Weg 1     | 00104    | Auenstadt    | -   | yes | yes
p-zuflucht             | Zufluchtswohnung                       | 00201   | refuge             | Verborgener Weg 2     | 00201    | Lindow       | -   | yes | yes
p-rathaus-lindow       | Rathaus Lindow                         | 00201   | town_hall          | Kirchsteig 1          | 00201    | Lindow       | yes | -   | yes
p-jobcenter-lindow     | Jobcenter Lindow                       | 00201   | office             | Kirchsteig 3          | 00201    | Lindow       | yes | -   | yes
p-kita-seesterne       | Kita Seesterne                         | 00201   | day_care_centre    | Seesteig 8            | 00201    | Lindow       | yes | -   | yes
p-pflegedienst         | Pflegedienst Seenland                  | 00201   | office             | Seesteig 20           | 00201    | Lindow       | -   | -   | yes
p-bus-lindow           | Beratungsbus, Halt Lindow Markt        | 00201   | bus_stop           | Kirchsteig 1          | 00201    | Lindow       | yes | -   | yes
p-dorfhaus-seedoerfer  | Dorfgemeinschaftshaus Seedörfer        | 00202   | community_hall     | Seewinkel 2           | 00202    | Lindow       | no  | -   | yes
p-bus-seedoerfer       | Beratungsbus, Halt Seedörfer           | 00202   | bus_stop           | Seewinkel 2           | 00202    | Lindow       | yes | -   | yes
p-buergerhaus-auheim   | Bürgerhaus Auheim                      | 00301   | community_hall     | Bergtor 1             | 00301    | Auheim       | yes | -   | yes
p-kita-bergspatzen     | Kita Bergspatzen                       | 00301   | day_care_centre    | Bergtor 10            | 00301    | Auheim       | -   | -   | yes
p-feuerwehr-berge      | Feuerwehrhaus Auheimer Berge           | 00302   | club_house         | Hangweg 4             | 00302    | Auheim       | no  | -   | yes
p-fachstelle-brettach  | Fachstelle Brettach                    | 004     | counselling_centre | Mühlgang 6            | 00400    | Brettach     | no  | -   | yes
p-gemeindehaus-brettach | Gemeindehaus Brettach                 | 004     | parish_hall        | Mühlgang 1            | 00400    | Brettach     | yes | -   | yes
p-bus-brettach         | Beratungsbus, Halt Brettach            | 004     | bus_stop           | Mühlgang 1            | 00400    | Brettach     | yes | -   | yes
p-rathaus-moorkamp     | Rathaus Moorkamp                       | 00501   | town_hall          | Torfplatz 1           | 00500    | Moorkamp     | yes | -   | yes
p-praxis-moorkamp      | Landarztpraxis Moorkamp                | 00501   | medical_practice   | Torfplatz 8           | 00500    | Moorkamp     | no  | -   | yes
p-schule-moorkamp      | Grundschule Moorkamp                   | 00501   | school             | Torfplatz 12          | 00500    | Moorkamp     | yes | -   | yes
p-bus-moorhoefe        | Beratungsbus, Halt Moorhöfe            | 00502   | bus_stop           | Moorhöfe 3            | 00502    | Moorkamp     | yes | -   | yes
p-gemeindehaus-wiesenfurt | Gemeindehaus Wiesenfurt             | 006     | parish_hall        | Furtgasse 2           | 00600    | Wiesenfurt   | no  | -   | yes
p-bus-wiesenfurt       | Beratungsbus, Halt Wiesenfurt          | 006     | bus_stop           | Furtgasse 2           | 00600    | Wiesenfurt   | yes | -   | yes
p-vereinsheim-kranichbruch | Vereinsheim Kranichbruch           | 007     | club_house         | Bruchdamm 5           | 00700    | Kranichbruch | -   | -   | no
p-bus-kranichbruch     | Beratungsbus, Halt Kranichbruch        | 007     | bus_stop           | Bruchdamm 5           | 00700    | Kranichbruch | yes | -   | yes
""")
