/** The card as the server gives it, and the edits sent back (see PROTOCOL.md). */
import type { Strings } from "../shared/strings";

export type Sector = "family" | "friends" | "colleagues" | "professionals";
export type Field = "personal" | "social" | "material" | "infrastructural";
export type EgoTie = "none" | "loose" | "strong";
export type Direction = "given" | "received" | "both";
export type Ring = "near" | "familiar" | "far";
export type View = "network" | "fields" | "list";

export const SUPPORTS = ["practical", "emotional", "informational", "social", "financial", "bridging"] as const;
export type Support = (typeof SUPPORTS)[number];
export const FIELDS: readonly Field[] = ["personal", "social", "material", "infrastructural"];

/** One entry; the names are the public columns of `alters`. */
export interface Alter {
  id: string;
  label: string | null;
  role: string | null;
  role_text: string | null;
  human: boolean;
  field: Field;
  angle: number | null;
  distance: number | null;
  ego_tie: EgoTie | null;
  supports: readonly string[];
  burden: boolean;
  conflict: boolean;
  care: Direction | null;
  child: boolean;
  far_away: boolean;
  lost: boolean;
  deceased: boolean;
  partner_table: string | null;
  partner_id: string | null;
  /** What is shown instead of label and role: a pseudonym, or the partner's name. */
  name?: string | null;
}

export interface Tie {
  a: string;
  b: string;
  state: "known" | "none";
  conflict: boolean;
}

export interface Card {
  id: string;
  rev: number;
  alters: Alter[];
  ties: Tie[];
}

/** A card on its way: of each entry only what differs from a blank one. */
export interface GivenCard extends Omit<Card, "alters"> {
  alters: (Partial<Alter> & { id: string })[];
}

/** Sentences and roles under a mark that changes with them; the mark alone, where the page has said that it holds them. */
export interface GivenWords {
  mark: string;
  strings?: Strings;
  roles?: Role[];
}

export interface Role {
  code: string;
  label: string;
  sector: Sector | null;
  field: Field;
  human: boolean;
  child?: boolean;
  /** Other words for it. */
  words?: readonly string[];
}

/** An earlier or later place of an entry, drawn faintly behind the card. */
export interface Ghost {
  id: string;
  name: string;
  human: boolean;
  angle: number;
  distance: number;
  kind: "left" | "moved";
}

export interface Acknowledgement {
  id: string;
  ok: boolean;
  reason?: string | null;
}

/** What waits, on its way to the server. */
export interface Batch {
  seq: number;
  card: string;
  edits: object[];
}

/** Where strokes go by a request of their own, and what the server wants to hear again with each. */
export interface GivenPost {
  to: string;
  with: Readonly<Record<string, unknown>>;
}

/** What such a request is answered: with the card as it is then, unless it may not be seen any more. */
export interface Told {
  acks: Acknowledgement[];
  /** Whether names are hidden in it. */
  pseudonym: boolean;
  card?: GivenCard;
  can_undo?: boolean;
  can_redo?: boolean;
}

export interface CardData {
  card: GivenCard;
  words: GivenWords;
  acks: Acknowledgement[];
  /** Number of the last batch that was heard. */
  heard?: number;
  height: number;
  /** Pixels of the page above the drawing, so that drawing and legend fit into the window below. */
  above?: number;
  view?: View;
  title?: string;
  read_only?: boolean;
  pseudonym?: boolean;
  can_undo?: boolean;
  can_redo?: boolean;
  highlight?: { ids: string[]; text: string } | null;
  ghosts?: Ghost[];
  /** Leads to a view, a field or part of life to fill, or an entry; followed once for each number. */
  lead?: Lead | null;
  /** Without it strokes go through a run of the page. */
  post?: GivenPost;
  /** Something on the page beside the drawing tells of its entries: it is to run when strokes rest. */
  follows?: boolean;
  /** False: no column of its own beside the drawing, the panel floats. */
  side?: boolean;
}

export interface Lead {
  seq: number | string;
  view?: View;
  field?: Field;
  sector?: Sector;
  entry?: string;
}

export type AlterValues = Partial<Omit<Alter, "id" | "name">>;
export interface TieValues {
  state: "known" | "none" | null;
  conflict: boolean;
}

interface EditBase {
  id: string;
}
export interface AddEdit extends EditBase {
  op: "add";
  alter: string;
  values: AlterValues;
}
export interface ChangeEdit extends EditBase {
  op: "move" | "set";
  alter: string;
  values: AlterValues;
  before: AlterValues;
}
export interface DeleteEdit extends EditBase {
  op: "delete";
  alter: string;
  before: AlterValues;
  /** Stays in the page: what an undo shows until the server has answered. */
  gone: { alter: Alter; ties: Tie[] };
}
export interface TieEdit extends EditBase {
  op: "tie";
  a: string;
  b: string;
  values: TieValues;
  before: TieValues;
}
export interface HistoryEdit extends EditBase {
  op: "undo" | "redo";
}
export type Edit = AddEdit | ChangeEdit | DeleteEdit | TieEdit | HistoryEdit;

/** A card while it is worked on: the server's word with the edits on top that it has not answered yet. */
export interface Picture {
  alters: Map<string, Alter>;
  ties: Map<string, Tie>;
  /** Entries and pairs with edits that are not saved yet. */
  unsaved: Set<string>;
}

export function pair(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
