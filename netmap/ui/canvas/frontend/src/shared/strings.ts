/** Sentences come from the server in the reader's language; gaps are written in braces. */

export type Strings = Record<string, string>;

export class Words {
  constructor(private readonly strings: Strings) {}

  /** The sentence under a key, its gaps filled; a missing one shows its key. */
  say(key: string, gaps: Record<string, string | number> = {}): string {
    const template = this.strings[key] ?? key;
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));
  }

  /** The sentence for one or for many: keys end in `_one` and `_many`. */
  count(key: string, count: number): string {
    return this.say(`${key}_${count === 1 ? "one" : "many"}`, { count });
  }

  list(parts: string[]): string {
    return parts.join(", ");
  }
}
