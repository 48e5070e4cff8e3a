/**
 * Sentences and roles, kept by the page under their mark: they come once, not with every stroke. They outlive
 * the drawing, since a view that is built anew gets no more than their mark.
 */
import { Words } from "../shared/strings";
import type { Roles } from "./speech";
import type { GivenWords } from "./types";

export interface Vocabulary {
  /** What the server is told that this page holds; nothing, while it holds none. */
  readonly mark: string | null;
  readonly words: Words;
  readonly roles: Roles;
}

const NONE: Vocabulary = { mark: null, words: new Words({}), roles: new Map() };
const held = new Map<string, Vocabulary>();

/** The vocabulary of a mark; an empty one, if the server believes it here and it is not. */
export function vocabulary(given: GivenWords): Vocabulary {
  const { mark, strings, roles } = given;
  if (strings && roles && !held.has(mark)) {
    held.set(mark, { mark, words: new Words(strings), roles: new Map(roles.map((role) => [role.code, role])) });
  }
  return held.get(mark) ?? NONE;
}
