/** Where a name may stand beside its mark: distance and direction of each candidate, and what each costs by itself. */
import { drawing } from "./geometry";

const RULE = drawing.labels;
const DIRECTIONS = Array.from({ length: 16 }, (_, n) => {
  const turn = (2 * Math.PI * n) / 16;
  const [cos, sin] = [six(Math.cos(turn)), six(Math.sin(turn))];
  return { cos, sin, side: cos > 0.3 ? 1 : cos < -0.3 ? -1 : 0 };
});
/** Distance and direction of each candidate of one shape: sixteen directions close by, eight farther away. */
const STANDS = RULE.gaps.flatMap((gap, k) => DIRECTIONS.filter((_, n) => k < 3 || n % 2 === 0).map((direction) => ({ gap, ...direction })));
export const PER_SHAPE = STANDS.length;

export function standOf(candidate: number): (typeof STANDS)[number] {
  return STANDS[candidate % PER_SHAPE] as (typeof STANDS)[number];
}

function six(value: number): number {
  return Math.round(value * 1e6) / 1e6 || 0;
}

/** What each distance and direction costs by itself, for one side, and their order by that. */
function asideOf(outward: number): { price: Float64Array; order: Uint16Array } {
  const price = Float64Array.from(STANDS, ({ gap, sin, side }) => {
    const aside = (side === outward ? 0 : side === 0 ? RULE.above_or_below : RULE.other_side) + Math.abs(sin) * RULE.slant;
    return gap * RULE.gap_price + aside;
  });
  const order = Uint16Array.from(price.keys()).sort((a, b) => (price[a] as number) - (price[b] as number) || a - b);
  return { price, order };
}
export const ASIDES = { left: asideOf(-1), right: asideOf(1) };
