"""Make the bundled fonts from their npm packages (needs npm, fonttools, brotli; run by hand, rarely).

    python tools/build_fonts.py

Screens get the woff2 files as published. Print needs TrueType, one file for each weight: typst reads
no woff2, and a word must not change its file (and so lose its kerning) at a Turkish or Polish letter.
Names in other scripts fall back to Noto Sans. All fonts are under the SIL Open Font License 1.1, whose
text is copied beside them. The advance widths that label placement needs are written to the numbers
which paper and screen share.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "netmap" / "ui" / "static" / "fonts"
PRINT = ROOT / "netmap" / "exchange" / "drawing" / "fonts"
WIDTHS = ROOT / "netmap" / "ui" / "canvas" / "frontend" / "src" / "widths.json"

#: package, version, subsets that become one family, weights, name of the TrueType files
FAMILIES = (
    (
        "atkinson-hyperlegible-next",
        "5.3.0",
        ("latin", "latin-ext"),
        (400, 600, 700),
        "AtkinsonHyperlegibleNext",
    ),
    ("noto-sans", "5.3.0", ("cyrillic", "cyrillic-ext", "greek", "vietnamese"), (400, 700), "NotoSans"),
    ("noto-sans-arabic", "5.3.0", ("arabic",), (400, 700), "NotoSansArabic"),
    ("noto-sans-ethiopic", "5.3.0", ("ethiopic",), (400, 700), "NotoSansEthiopic"),
    ("noto-sans-hebrew", "5.3.0", ("hebrew",), (400, 700), "NotoSansHebrew"),
    ("noto-sans-georgian", "5.3.0", ("georgian",), (400, 700), "NotoSansGeorgian"),
    ("noto-sans-math", "5.3.0", ("latin",), (400,), "NotoSansMath"),
    ("noto-sans-symbols-2", "5.3.0", ("symbols",), (400,), "NotoSansSymbols2"),
)

#: fonts of signs keep only these: with Latin letters in them, typst would set whole labels in them
KEPT = {
    "NotoSansMath": (*range(0x2190, 0x2300), *range(0x25A0, 0x2600)),
    "NotoSansSymbols2": (*range(0x2300, 0x25A0), *range(0x2600, 0x27C0), *range(0x1F300, 0x1FB00)),
}


def unpack(package: str, version: str, folder: Path) -> Path:
    """Fetch a package with npm and unpack it."""
    name = f"@fontsource/{package}@{version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    target = folder / package
    with tarfile.open(folder / packed) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def merge(parts: list[Path], out: Path, folder: Path) -> None:
    """Join subsets of one font into one TrueType file."""
    plain = []
    for n, part in enumerate(parts):
        font = TTFont(part)
        font.flavor = None
        plain.append(folder / f"{out.stem}-{n}.ttf")
        font.save(plain[-1])
    merged = TTFont(plain[0]) if len(plain) == 1 else Merger().merge([str(p) for p in plain])
    kept = next((codes for family, codes in KEPT.items() if out.name.startswith(family)), None)
    if kept is not None:
        subsetter = Subsetter(Options(drop_tables=["MATH"], layout_features=[], notdef_outline=True))
        subsetter.populate(unicodes=kept)
        subsetter.subset(merged)
    merged.save(out)


def advances(path: Path) -> dict[str, str]:
    """Give the letters of each advance width (in thousandths of the type size)."""
    font = TTFont(path)
    units = font["head"].unitsPerEm
    by_width: dict[int, list[str]] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        if code >= 32:
            by_width.setdefault(round(font["hmtx"][glyph][0] * 1000 / units), []).append(chr(code))
    return {str(width): "".join(letters) for width, letters in sorted(by_width.items())}


def main() -> None:
    """Write all font files and the shared widths."""
    for folder in (WEB, PRINT):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, version, subsets, weights, family in FAMILIES:
            unpacked = unpack(package, version, folder)
            shutil.copy(unpacked / "LICENSE", PRINT / f"OFL-{family}.txt")
            for weight in weights:
                parts = [unpacked / "files" / f"{package}-{s}-{weight}-normal.woff2" for s in subsets]
                merge(parts, PRINT / f"{family}-{weight}.ttf", folder)
                if family.startswith("Atkinson"):
                    for part in parts:
                        shutil.copy(part, WEB / part.name)
        shutil.copy(PRINT / "OFL-AtkinsonHyperlegibleNext.txt", WEB / "OFL.txt")
    widths = {str(w): advances(PRINT / f"AtkinsonHyperlegibleNext-{w}.ttf") for w in (400, 700)}
    WIDTHS.parent.mkdir(parents=True, exist_ok=True)
    WIDTHS.write_text(json.dumps(widths, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
