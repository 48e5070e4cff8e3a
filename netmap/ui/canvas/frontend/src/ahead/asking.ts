/** The words in which Streamlit's page asks its server for the first run, as bytes (BackMsg.proto of Streamlit). */

const letters = new TextEncoder();

/** A number as protocol buffers write it: seven bits a byte, the least first; below zero as one of 64 bits. */
export function varint(value: number): number[] {
  const found: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) found.push(Number(rest & 127n) | 128);
  return [...found, Number(rest)];
}

function long(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function word(field: number, text: string): number[] {
  return long(field, [...letters.encode(text)]);
}

function whole(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

/** What Streamlit's page sends first at an address: which page, and the reader's time, language and look. */
export function firstRequest({ origin, pathname, search }: Pick<Location, "origin" | "pathname" | "search">): Uint8Array<ArrayBuffer> {
  const query = search.replace(/^\?/, "");
  const page = pathname.replace(/^\/|\/$/g, "");
  const around = [
    ...word(1, Intl.DateTimeFormat().resolvedOptions().timeZone),
    ...whole(2, new Date().getTimezoneOffset()),
    ...word(3, navigator.language),
    ...word(4, origin + pathname),
    ...whole(5, 0),
    ...word(6, "light"),
  ];
  const run = [...(query ? word(1, query) : []), ...long(2, []), ...word(4, page), ...long(8, around)];
  return Uint8Array.from(long(11, run));
}
