import type { Strings } from "../shared/strings";

/** Colour of a cell; the words stand in it, never colour alone. */
export type Tone = "none" | "blank" | "soft" | "petrol" | "warn" | "stop" | "l1" | "l2" | "l3";

export interface Head {
  id: string;
  name: string;
}

export interface Cell {
  row: string;
  column: string;
  tone: Tone;
  /** Uncertain: hatched. */
  hatched?: boolean;
  /** A sign before the word. */
  sign?: string;
  word: string;
  /** Smaller lines below. */
  lines?: string[];
  /** What a screen reader hears after row, column and word. */
  text?: string;
  /** Nothing to choose here. */
  idle?: boolean;
}

export interface MatrixData {
  caption: string;
  corner: string;
  columns: Head[];
  rows: Head[];
  cells: Cell[];
  selected?: { row: string; column: string } | null;
  legend: { tone: Tone; hatched?: boolean; sign?: string; text: string }[];
  strings: Strings;
  height: number;
}
