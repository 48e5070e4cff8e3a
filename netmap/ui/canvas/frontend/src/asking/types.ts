import type { Strings } from "../shared/strings";

/** What one side said: a level, its name, and when; `today` if it was said in this meeting. */
export interface View {
  level: number;
  name: string;
  on: string;
  today: boolean;
}

export interface Question {
  a: string;
  b: string;
  name_a: string;
  name_b: string;
  /** Why the pair is worth asking. */
  why: string;
  says_a: View | null;
  says_b: View | null;
  /** Both or one side has answered in this meeting. */
  asked: boolean;
  /** Stands in no list: somebody tapped it in the picture. */
  beside?: boolean;
}

/** An answer on its way: for exactly one pair, with what exactly each side says. */
export interface Act {
  id: string;
  a: string;
  b: string;
  says_a: number | null;
  says_b: number | null;
}

export interface AskingData {
  meeting: string;
  questions: Question[];
  levels: { level: number; short: string }[];
  /** A pair tapped in the picture: followed once for each `seq`. */
  lead?: { seq: number; a: string; b: string } | null;
  acks: { id: string; ok: boolean; reason?: string | null }[];
  strings: Strings;
  height: number;
}
