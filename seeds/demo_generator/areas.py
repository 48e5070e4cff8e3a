"""Kreis Auental: one town, six rural Gemeinden, Sozialräume and Quartiere.

``x`` and ``y`` are kilometres east and north of the middle of the Kreis. ``point`` says whether the
file carries the coordinates; the others are found by their shape's centroid.
"""

from __future__ import annotations

from seeds.demo_generator.written import Row, rows

COLUMNS = ("id", "name", "kind", "parent", "setting", "population", "lat", "lon")

AREAS: list[Row] = rows("""
id      | name                | kind       | parent | setting | population | x     | y     | point
00      | Kreis Auental       | kreis      | -      | country | 72500      | 0     | 0     | no
001     | Auenstadt           | gemeinde   | 00     | town    | 41200      | 1.0   | -0.6  | yes
00101   | Nordviertel         | sozialraum | 001    | -       | 11200      | 1.4   | 2.7   | yes
0010101 | Lindenhof           | quartier   | 00101  | -       | 4100       | -0.3  | 3.0   | yes
0010102 | Kanalsiedlung       | quartier   | 00101  | -       | 4600       | 1.8   | 2.2   | no
0010103 | Nordpark            | quartier   | 00101  | -       | 2500       | 2.4   | 4.2   | no
00102   | Altstadt            | sozialraum | 001    | -       | 7900       | 0.9   | -0.5  | yes
00103   | Hafen               | sozialraum | 001    | -       | 8600       | 4.3   | -0.6  | yes
0010301 | Alter Hafen         | quartier   | 00103  | -       | 3300       | 3.6   | -0.1  | no
0010302 | Werftsiedlung       | quartier   | 00103  | -       | 5300       | 5.3   | -1.4  | yes
00104   | Südstadt            | sozialraum | 001    | -       | 9400       | 1.3   | -3.9  | yes
00105   | Westend             | sozialraum | 001    | -       | 4100       | -2.6  | -0.6  | yes
002     | Lindow              | gemeinde   | 00     | country | 8300       | -3.6  | 10.2  | yes
00201   | Lindow-Ort          | sozialraum | 002    | -       | 5700       | -3.4  | 8.8   | yes
00202   | Seedörfer           | sozialraum | 002    | -       | 2600       | -4.6  | 13.8  | yes
003     | Auheim              | gemeinde   | 00     | country | 6900       | 11.8  | 4.6   | yes
00301   | Auheim-Mitte        | sozialraum | 003    | -       | 4400       | 10.6  | 4.0   | yes
00302   | Auheimer Berge      | sozialraum | 003    | -       | 2500       | 15.2  | 5.6   | yes
004     | Brettach            | gemeinde   | 00     | country | 4800       | 10.2  | -8.6  | yes
005     | Moorkamp            | gemeinde   | 00     | country | 5600       | -11.0 | 1.0   | yes
00501   | Moorkamp-Kirchdorf  | sozialraum | 005    | -       | 3500       | -9.4  | 1.2   | yes
00502   | Moorhöfe            | sozialraum | 005    | -       | 2100       | -14.6 | 0.4   | no
006     | Wiesenfurt          | gemeinde   | 00     | country | 3500       | -3.4  | -11.0 | yes
007     | Kranichbruch        | gemeinde   | 00     | country | 2200       | 7.4   | 12.6  | no
""")

#: the areas that have no part
LOWEST = [a["id"] for a in AREAS if not any(b["parent"] == a["id"] for b in AREAS)]
BY_ID = {a["id"]: a for a in AREAS}


def ancestors(area: str) -> list[str]:
    """Give an area and all above it, from the lowest up."""
    line = []
    while area:
        line.append(area)
        area = BY_ID[area]["parent"]
    return line


def setting(area: str) -> str:
    """Give the setting of an area: its own, else the nearest parent's."""
    return next(BY_ID[a]["setting"] for a in ancestors(area) if BY_ID[a]["setting"])
