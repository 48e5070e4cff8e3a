/** The letters of the drawing: how each name may be set, and in which size all of them find room. */
import { drawing, type Point } from "./geometry";
import { linesWithin, settingsOf, width } from "./lettering";
import type { Box, Line } from "./net";
import { placeNames, type Spot, type Stroke } from "./placing";

export interface Name {
  id: string;
  text: string;
  /** Small words under the name, one paragraph each; where it is too tight they are left to panel and table. */
  notes: readonly string[];
  x: number;
  y: number;
  r: number;
}

export interface Label {
  lines: readonly string[];
  notes: readonly string[];
  side: -1 | 0 | 1;
  box: Box;
  leader: Line | null;
  size: number;
  /** Finds no room: it is shown when the drawing is enlarged or the entry is chosen. */
  hidden: boolean;
}

export interface Room {
  frame: Box;
  blocked: readonly Box[];
  strokes: readonly Stroke[];
  middle: Point;
}

interface Setting {
  lines: string[];
  notes: string[];
  w: number;
  h: number;
  price: number;
}

export const NOTE = drawing.note_size / drawing.label_size;
export const LINE = drawing.print.line_height;
const RULE = drawing.labels;
const settings = new Map<string, Setting[]>();

/** The ways to set a label, in units of its type size: in one to three lines, with its small words and without. */
export function settingsFor(text: string, notes: readonly string[]): Setting[] {
  const key = [text, ...notes].join("\n");
  let found = settings.get(key);
  if (found) return found;
  found = [];
  for (const lines of settingsOf(text)) {
    const widest = Math.max(...lines.map((line) => width(line)));
    const small = notes.flatMap((note) => linesWithin(note, (Math.max(widest, 8) / NOTE) * 1.25));
    for (const told of small.length ? [small, []] : [[]]) {
      const w = Math.max(widest, ...told.map((line) => width(line) * NOTE));
      const price =
        RULE.more_lines * (lines.length - 1) + RULE.wide * Math.max(0, w - RULE.wide_from) + (small.length && !told.length ? RULE.untold : 0);
      found.push({ lines, notes: told, w, h: LINE * (lines.length + NOTE * told.length), price });
    }
  }
  if (settings.size > 2000) settings.clear();
  settings.set(key, found);
  return found;
}

/** Places all names in one size. Names that find no room step back, those of the least crowded entries last. */
export function placeLabels(names: readonly Name[], room: Room, size: number): Map<string, Label> {
  const ways = names.map((name) => settingsFor(name.text, name.notes));
  const spots: Spot[] = names.map((name, i) => ({
    id: name.id,
    x: name.x,
    y: name.y,
    r: name.r,
    outward: name.x < room.middle.x ? -1 : 1,
    shapes: (ways[i] ?? []).map((way) => ({ w: way.w * size, h: way.h * size, price: way.price })),
  }));
  const placed = placeNames(spots, room.frame, room.blocked, room.strokes, size / drawing.label_size);
  const labels = new Map<string, Label>();
  names.forEach((name, i) => {
    const [one, way] = [placed[i], ways[i]?.[placed[i]?.shape ?? 0]];
    if (!one || !way) return;
    const { side, box, leader } = one;
    labels.set(name.id, { lines: way.lines, notes: way.notes, side, box, leader, size, hidden: one.clashes });
  });
  return labels;
}
