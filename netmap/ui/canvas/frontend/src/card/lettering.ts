/**
 * How wide a text is, and where it may be broken into lines: the same rules as on paper
 * (`exchange/drawing/lettering.py`), without asking the page, so that nothing is laid out twice.
 */
import widths from "../widths.json";

export const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
type Weight = keyof typeof widths;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Ethiopic}\p{Emoji_Presentation}]/u;
const NO_WIDTH = /[\p{M}\p{Cf}]/u;
/** Words longer than this may be broken inside. */
const LONG_WORD = 16;
/** After a space, unless a number or sign alone would begin the line; after a hyphen between longer words. */
const JOINTS = /(?<=\s)(?![^\p{L}\p{N}_]*\d{0,3}[^\p{L}\p{N}_]*$)|(?<=[\p{L}\p{N}_]{3}[-/–])(?=[\p{L}\p{N}_]{3})/u;
const VOWELS = "aeiouyäöüáàâéèêíîóôúûąęı";
/** What German spelling keeps together. */
const TOGETHER = ["sch", "ch", "ck", "ph", "th", "qu"];
/** Second parts of the long words of this field: a line ends best before them. */
const SECOND_PARTS = new RegExp(
  "(?<=.{4})(?=(?:agentur|amt|angehörige|arbeit|beratung|betreuung|büro|center|dienst|förderung|fürsorge" +
    "|gericht|gruppe|gutachten|haus|heim|helfer|hilfe|kasse|kollege|kollegin|kreis|leiter|leitung|partner" +
    "|pflege|psychiatr|schule|schwester|stelle|stätte|treff|vermittlung|verein|versicherung|verwaltung" +
    "|vormund|wohnheim|zentrale|zentrum).{0,3})",
  "iu",
);
const SOFT = "\u00ad";

const letters = new Map<string, Map<string, number>>();
const known = new Map<string, number>();
const ways = new Map<string, string[][]>();

function table(weight: Weight): Map<string, number> {
  let found = letters.get(weight);
  if (!found) {
    letters.set(weight, (found = new Map()));
    for (const [advance, group] of Object.entries(widths[weight])) for (const letter of group) found.set(letter, Number(advance));
  }
  return found;
}

/** The width of a text in units of its type size. */
export function width(text: string, weight: Weight = "400"): number {
  const key = weight + text;
  let total = known.get(key);
  if (total === undefined) {
    const advances = table(weight);
    total = 0;
    for (const letter of text) total += advances.get(letter) ?? (NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 1000 : 640);
    if (known.size > 8000) known.clear();
    known.set(key, total);
  }
  return total / 1000;
}

function syllables(word: string): string[] {
  const lower = word.toLowerCase();
  const vowel = (i: number) => VOWELS.includes(lower[i] ?? " ");
  const cuts: number[] = [];
  for (let i = 1; i < word.length; i++) {
    if (!vowel(i) || vowel(i - 1)) continue;
    let cut = i - 1;
    for (const cluster of TOGETHER) {
      const start = i - cluster.length;
      if (start >= 0 && lower.slice(start, i) === cluster) {
        cut = start;
        break;
      }
    }
    if (i >= 3 && ["st", "sp"].includes(lower.slice(i - 2, i)) && !vowel(i - 3)) cut = i - 2;
    const before = cut - (cuts.at(-1) ?? 0) >= (cuts.length ? 2 : 3);
    if (before && word.length - cut > 3 && [...lower.slice(0, Math.max(0, cut))].some((c) => VOWELS.includes(c))) cuts.push(cut);
  }
  return [0, ...cuts].map((start, i) => word.slice(start, cuts[i] ?? word.length));
}

function shortPieces(text: string, room: number): string[] {
  const found: string[] = [];
  for (const piece of text.split(JOINTS)) {
    if (!piece) continue;
    const bare = piece.trimEnd();
    if (bare.length <= LONG_WORD || width(bare) <= room || !/^\p{L}+$/u.test(bare)) {
      found.push(piece);
      continue;
    }
    const cut = bare.split(SECOND_PARTS).flatMap((part) => (width(part) <= room ? [part] : syllables(part)));
    found.push(...cut.slice(0, -1).map((part) => part + SOFT), (cut.at(-1) ?? "") + piece.slice(bare.length));
  }
  return found;
}

const endOf = (line: string) => line.replaceAll(SOFT, "").trim() + (line.endsWith(SOFT) ? "-" : "");

/** Breaks a text into lines no wider than `room` (in units of the type size) where that is possible. */
export function linesWithin(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of shortPieces(text, room)) {
    if (line && width((line + piece).replace(/[\u00ad ]+$/, "")) > room) {
      lines.push(endOf(line));
      line = piece;
    } else line += piece;
  }
  lines.push(endOf(line));
  return lines.filter((one) => one);
}

/** Ways to set a text: in one line, in two of about equal width, in three. */
export function settingsOf(text: string): string[][] {
  let found = ways.get(text);
  if (found) return found;
  const whole = text.split(/\s+/).filter((word) => word).join(" ");
  found = [[whole]];
  for (const count of [2, 3]) {
    for (const share of [1, 1.12, 1.25, 1.4, 1.6, 1.85]) {
      const tried = linesWithin(whole, (width(whole) / count) * share);
      if (tried.length > count) continue;
      if (tried.length > (found.at(-1)?.length ?? 0)) found.push(tried);
      break;
    }
  }
  if (ways.size > 2000) ways.clear();
  ways.set(text, found);
  return found;
}
