/** What is said about an entry: its name, and the sentence a screen reader gives. Pure. */
import type { Words } from "../shared/strings";
import { ringOf, sectorOf } from "./geometry";
import { SUPPORTS, type Alter, type Picture, type Role, type Support } from "./types";

export type Roles = ReadonlyMap<string, Role>;

export function nameOf(alter: Alter, roles: Roles, words: Words): string {
  const written = alter.name ?? alter.label ?? alter.role_text;
  return written ?? roles.get(alter.role ?? "")?.label ?? words.say("unnamed");
}

/** The name as drawn: a dagger stands behind the dead. */
export function title(alter: Alter, roles: Roles, words: Words): string {
  const name = nameOf(alter, roles, words);
  return alter.deceased && !name.includes("†") ? `${name} †` : name;
}

export function supportsOf(alter: Alter, direction: "given" | "received"): Support[] {
  return SUPPORTS.filter((kind) => alter.supports.some((one) => one === `${kind}:${direction}` || one === `${kind}:both`));
}

/** Small words under the name: never is something told by shape or colour alone. */
export function notes(alter: Alter, words: Words, withSupports: boolean): string[] {
  const told: string[] = [];
  if (alter.child) told.push(words.say("flag_child"));
  if (alter.care) told.push(words.say(`care_${alter.care}`));
  if (alter.far_away) told.push(words.say("flag_far_away"));
  if (alter.lost) told.push(words.say("flag_lost"));
  if (withSupports) {
    const received = supportsOf(alter, "received");
    const given = supportsOf(alter, "given");
    if (received.length) told.push(`→ ${words.list(received.map((kind) => words.say(`support_${kind}`)))}`);
    if (given.length) told.push(`← ${words.list(given.map((kind) => words.say(`support_${kind}`)))}`);
  }
  return told;
}

/** Those an entry knows, or is known not to know, in the order of their names. */
export function acquaintances(picture: Picture, id: string, state: "known" | "none"): string[] {
  const found: string[] = [];
  for (const tie of picture.ties.values()) {
    if (tie.state !== state) continue;
    if (tie.a === id) found.push(tie.b);
    else if (tie.b === id) found.push(tie.a);
  }
  return found;
}

/** Everything about one entry, as one sentence after the other; last, whether a figure that is shown counts it. */
export function describe(alter: Alter, picture: Picture, roles: Roles, words: Words, lit: boolean): string {
  const said = [nameOf(alter, roles, words), words.say(alter.human ? "human" : "agency")];
  const sector = sectorOf(alter);
  const ring = ringOf(alter.distance);
  if (sector && ring) said.push(words.say(`sector_${sector}`), words.say(`ring_${ring}`));
  else said.push(words.say(`field_${alter.field}`));
  if (alter.deceased) said.push(words.say("flag_deceased"));
  said.push(...notes(alter, words, false));
  const sentences = [said.join(", ")];
  if (sector) sentences.push(words.say(alter.ego_tie ? `tie_${alter.ego_tie}` : "tie_unknown_long"));
  const tell = (key: string, names: string[]) => {
    if (names.length) sentences.push(`${words.say(key)}: ${words.list(names)}`);
  };
  tell("gives_me", supportsOf(alter, "received").map((kind) => words.say(`support_${kind}`)));
  tell("i_give", supportsOf(alter, "given").map((kind) => words.say(`support_${kind}`)));
  if (alter.burden) sentences.push(words.say("burden"));
  if (alter.conflict) sentences.push(words.say("conflict"));
  const names = (ids: string[]) =>
    ids
      .map((id) => picture.alters.get(id))
      .filter((other) => other !== undefined)
      .map((other) => nameOf(other, roles, words))
      .sort((a, b) => a.localeCompare(b));
  tell("knows", names(acquaintances(picture, alter.id, "known")));
  tell("knows_not", names(acquaintances(picture, alter.id, "none")));
  if (lit) sentences.push(words.say("lit"));
  if (picture.unsaved.has(alter.id)) sentences.push(words.say("not_saved_yet"));
  return `${sentences.join(". ")}.`;
}

/** Reading order: sector by sector, from near to far. */
export function ordered(picture: Picture): Alter[] {
  const sectors = ["family", "friends", "colleagues", "professionals", null];
  return [...picture.alters.values()].sort(
    (a, b) =>
      sectors.indexOf(sectorOf(a)) - sectors.indexOf(sectorOf(b)) ||
      (a.distance ?? 999) - (b.distance ?? 999) ||
      (a.id < b.id ? -1 : 1),
  );
}
