/** What typed words mean among the roles of the catalogue: what to suggest, and where such an entry begins. */
import type { Role, Sector } from "./types";

/** A role under one of its words: its name, or another word for it ("Chor" for a club). */
export interface Hit {
  role: Role;
  word: string;
}

/** What somebody typed speaks of, as far as the words tell. */
export interface Meaning {
  /** The role that the words are another word for, and no more than that. */
  exact?: Role;
  /** That word, as the catalogue writes it. */
  word?: string;
  human?: boolean;
  field?: Role["field"];
  sector?: Sector | null;
}

/** So short a word still ends compounds: a place ("Kirchenchor"), a person (many names end with "mann"). */
const SHORTEST_END = { place: 3, person: 5 };
/** Whoever is addressed like this is a person, whatever the name ends with. */
const ADDRESSED = /^(frau|herrn?|dr\.?|prof\.?)\s+(?=\S)/;
/** What follows says where somebody is from, not what stands on the card: "Leiterin vom Chor". */
const FROM = / (?:aus|vom|von|im|in|bei|beim|am|an|der|des|mit|für|fur|zum|zur|from|of|at|in) /;

export function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The hits for what is typed so far: names that begin with it, other words that do, names that hold it. */
export function suggested(roles: readonly Role[], typed: string, most: number): Hit[] {
  const sought = fold(typed.trim());
  if (!sought) return [];
  const found = new Map<Role, Hit>();
  const keep = (role: Role, word: string | undefined) => {
    if (word !== undefined && !found.has(role)) found.set(role, { role, word });
  };
  for (const role of roles) if (fold(role.label).startsWith(sought)) keep(role, role.label);
  for (const role of roles) keep(role, role.words?.find((word) => fold(word).startsWith(sought)));
  for (const role of roles) if (fold(role.label).includes(sought)) keep(role, role.label);
  return [...found.values()].slice(0, most);
}

/**
 * What typed words tell of an entry: a role among them ("Freundin Eva", "Chor der Gemeinde"), or what one ends with
 * ("Sportverein", "Hausarztpraxis"); the longest such end counts. It is no more than what to begin with: who "Mann
 * der Schwester" is, the words say.
 */
export function meaningOf(roles: readonly Role[], typed: string): Meaning {
  const whole = fold(typed.trim());
  for (const role of roles) {
    const word = [role.label, ...(role.words ?? [])].find((one) => joined(fold(one)) === joined(whole));
    if (word) return { exact: role, word, human: role.human, field: role.field, sector: role.sector };
  }
  const person = ADDRESSED.test(whole);
  const told = whole.replace(ADDRESSED, "");
  const cut = told.search(FROM);
  const head = cut < 0 ? told : told.slice(0, cut);
  const role = roleIn(person ? roles.filter((one) => one.human) : roles, head);
  if (role) return { human: role.human, field: role.field, sector: role.sector };
  const around = cut < 0 ? undefined : roleIn(roles, told.slice(cut));
  return { ...(person ? { human: true, field: "social" } : {}), ...(around ? { sector: around.sector } : {}) };
}

function roleIn(roles: readonly Role[], told: string): Role | undefined {
  // what a hyphen joins is one word, and its last part says what it is: "Mutter-Kind-Gruppe"
  const words = (told.match(/[\p{L}\p{N}-]+/gu) ?? []).map(joined);
  for (const word of words) {
    const role = roles.find((one) => names(one).some((name) => joined(name) === word));
    if (role) return role;
  }
  for (const word of words) {
    let best: Role | undefined;
    let length = 0;
    for (const role of roles) {
      const shortest = role.human ? SHORTEST_END.person : SHORTEST_END.place;
      for (const name of names(role).map(joined)) {
        if (name.length < shortest || name.length <= length || !word.endsWith(name)) continue;
        [best, length] = [role, name.length];
      }
    }
    if (best) return best;
  }
  return undefined;
}

function names(role: Role): string[] {
  return [role.label, ...(role.words ?? [])].map(fold);
}

function joined(word: string): string {
  return word.replaceAll("-", "");
}
