import type { Strings } from "../shared/strings";

export type Shape = "circle" | "square" | "hexagon" | "diamond";

export interface Actor {
  id: string;
  name: string;
  /** Colour of the pillar; the pillar's word stands in the legend. */
  tone: string;
  /** 1 small, 2 middle, 3 large. */
  size?: number;
  x?: number | null;
  y?: number | null;
  /** The organisation this one belongs to; drawn around it. */
  parent?: string | null;
  /** Of which group its kind is; the group's word stands in the legend. */
  shape?: Shape;
  /** A folded frame: how many stand inside. */
  holds?: number;
  /** Up to three signs on the mark: its group, what it holds together. */
  mark?: string | null;
  /** The same in words, for those who do not see it. */
  mark_said?: string | null;
}

/** What each side says of a pair: a level, 0, or null where it has not answered. */
export interface Pair {
  a: string;
  b: string;
  says_a: number | null;
  says_b: number | null;
  /** Whom it is chosen for, where a mark stands for several. */
  of?: [string, string];
}

/** A kind of relation other than the level, as a layer of its own. */
export interface Layer {
  kind: string;
  name: string;
  ink: string;
  dash: number[];
  arrow: boolean;
}

export interface Relation {
  a: string;
  b: string;
  kind: string;
  of?: [string, string];
}

/** A frame around organisations that belong together. */
export interface Nest {
  id: string;
  name: string;
}

export type Selection = { kind: "actor"; id: string } | { kind: "pair"; a: string; b: string } | { kind: "none" };

export interface NetworkData {
  rev: number | string;
  actors: Actor[];
  pairs: Pair[];
  layers?: Layer[];
  relations?: Relation[];
  nests?: Nest[];
  /** Organisations stand in frames, also where all of these are folded. */
  framed?: boolean;
  levels: { level: number; name: string }[];
  /** The outlines that occur, with their words. */
  shapes?: { shape: Shape; text: string }[];
  tones?: { tone: string; text: string }[];
  /** What the signs on marks mean. */
  marks?: { sign: string; text: string }[];
  /** How often everybody was placed anew: when it moves, all places are taken over. */
  arranged?: number;
  selected?: Selection | null;
  /** If given, all others step back. */
  highlight?: string[] | null;
  /** Only this one and those it has a line to are shown: Escape leads back to all. */
  near?: string | null;
  /** Larger letters and lines, for the wall. */
  projector?: boolean;
  strings: Strings;
  height: number;
}
