/** Opaque ids that sort by the time they were made: the same form as the server's (26 letters). */

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
let last = 0n;

export function newId(): string {
  const chance = crypto.getRandomValues(new Uint8Array(10));
  let value = BigInt(Date.now());
  for (const byte of chance) value = (value << 8n) | BigInt(byte);
  if (value <= last) value = last + 1n;
  last = value;
  let letters = "";
  for (let i = 0; i < 26; i++) {
    letters = ALPHABET[Number(value & 31n)] + letters;
    value >>= 5n;
  }
  return letters;
}
