/** The card as it looks with the edits on top that the server has not answered yet. Pure. */
import type { Alter, AlterValues, Card, Edit, GivenCard, Picture, Tie, TieValues } from "./types";
import { pair } from "./types";

const BLANK: Omit<Alter, "id"> = {
  label: null,
  role: null,
  role_text: null,
  human: true,
  field: "social",
  angle: null,
  distance: null,
  ego_tie: null,
  supports: [],
  burden: false,
  conflict: false,
  care: null,
  child: false,
  far_away: false,
  lost: false,
  deceased: false,
  partner_table: null,
  partner_id: null,
};

/** What a page knows of its own edits: those the server took, and those it took back. */
export interface History {
  done: Edit[];
  undone: Edit[];
}

/** The card as it came, with all that goes without saying. */
export function whole(given: GivenCard): Card {
  return { ...given, alters: given.alters.map((alter) => ({ ...BLANK, ...alter })) };
}

/** Puts pending edits on the server's card. Edits on entries that are gone change nothing. */
export function compose(card: Card, pending: readonly Edit[], history: History): Picture {
  const picture: Picture = {
    alters: new Map(card.alters.map((alter) => [alter.id, alter])),
    ties: new Map(card.ties.map((tie) => [pair(tie.a, tie.b), tie])),
    unsaved: new Set(),
  };
  const known: History = { done: [...history.done], undone: [...history.undone] };
  for (const edit of pending) advance(known, edit, (shown, backwards) => apply(picture, shown, backwards));
  return picture;
}

/** Moves a history on by one edit and tells which edit thereby takes effect, and which way. */
export function advance(history: History, edit: Edit, effect: (edit: Edit, backwards: boolean) => void): void {
  if (edit.op === "undo") {
    const last = history.done.pop();
    if (!last) return;
    effect(last, true);
    history.undone.push(last);
  } else if (edit.op === "redo") {
    const next = history.undone.pop();
    if (!next) return;
    effect(next, false);
    history.done.push(next);
  } else {
    effect(edit, false);
    history.done.push(edit);
    history.undone.length = 0;
  }
}

function apply(picture: Picture, edit: Edit, backwards: boolean): void {
  switch (edit.op) {
    case "add":
      picture.unsaved.add(edit.alter);
      if (backwards) remove(picture, edit.alter);
      else picture.alters.set(edit.alter, { ...BLANK, ...edit.values, id: edit.alter });
      break;
    case "move":
    case "set":
      picture.unsaved.add(edit.alter);
      change(picture, edit.alter, backwards ? edit.before : edit.values);
      break;
    case "delete":
      picture.unsaved.add(edit.alter);
      if (!backwards) remove(picture, edit.alter);
      else {
        picture.alters.set(edit.alter, edit.gone.alter);
        for (const tie of edit.gone.ties) picture.ties.set(pair(tie.a, tie.b), tie);
      }
      break;
    case "tie":
      picture.unsaved.add(pair(edit.a, edit.b));
      tie(picture, edit.a, edit.b, backwards ? edit.before : edit.values);
      break;
  }
}

function change(picture: Picture, id: string, values: AlterValues): void {
  const alter = picture.alters.get(id);
  if (!alter) return;
  const renamed = "label" in values || "role" in values || "role_text" in values;
  picture.alters.set(id, { ...alter, ...values, ...(renamed ? { name: null } : {}) });
}

function remove(picture: Picture, id: string): void {
  picture.alters.delete(id);
  for (const [key, one] of picture.ties) if (one.a === id || one.b === id) picture.ties.delete(key);
}

function tie(picture: Picture, a: string, b: string, values: TieValues): void {
  if (!picture.alters.has(a) || !picture.alters.has(b)) return;
  const key = pair(a, b);
  if (values.state === null) picture.ties.delete(key);
  else picture.ties.set(key, { a, b, state: values.state, conflict: values.conflict });
}

export function tieValues(one: Tie | undefined): TieValues {
  return one ? { state: one.state, conflict: one.conflict } : { state: null, conflict: false };
}

/** The values of some columns, as the page shows them now: what an edit says it found. */
export function before(alter: Alter, values: AlterValues): AlterValues {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(values)) found[name] = alter[name as keyof Alter];
  return found as AlterValues;
}

/** The columns that tell whether a deleted entry was still as the page knew it; none of them is sealed. */
export function openValues(alter: Alter): AlterValues {
  const { role, human, field, angle, distance, ego_tie, supports, burden, conflict, care } = alter;
  return { role, human, field, angle, distance, ego_tie, supports, burden, conflict, care };
}
