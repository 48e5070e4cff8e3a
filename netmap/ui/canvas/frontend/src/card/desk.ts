/** What the views of one card share, and what a hand may do in any of them. */
import type { Words } from "../shared/strings";
import type { Place, Point } from "./geometry";
import type { Roles } from "./speech";
import type { Alter, AlterValues, Ghost, Picture, TieValues } from "./types";

export interface Desk {
  readonly words: Words;
  readonly roles: Roles;
  readonly picture: Picture;
  readonly readOnly: boolean;
  readonly pseudonym: boolean;
  /** The chosen entry, or nobody. */
  readonly selected: string | null;
  /** Connecting two entries: off, waiting for the first, or begun at an entry. */
  readonly connecting: Connecting;
  readonly withSupports: boolean;
  readonly highlighted: ReadonlySet<string>;
  readonly ghosts: readonly Ghost[];

  name(alter: Alter): string;
  select(id: string | null): void;
  /** Puts the keyboard into the panel of the chosen entry. */
  enterPanel(): void;
  /** Opens the small panel for new entries, at a place or without one. */
  openPalette(place: Place | null, at: Point | null): void;
  add(values: AlterValues): string;
  move(id: string, values: AlterValues): void;
  change(id: string, values: AlterValues): void;
  tie(a: string, b: string, values: TieValues): void;
  /** Makes two entries known to each other, or takes that back. */
  connect(a: string, b: string): void;
  setConnecting(state: Connecting): void;
  remove(id: string): void;
  undo(): void;
  redo(): void;
  say(text: string): void;
}

export type Connecting = { from: string | null } | null;
