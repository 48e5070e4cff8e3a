/** Where things lie: distance and angle of an entry, the plane of 1000 units, and the pixels of the surface. */
import drawing from "../drawing.json";
import type { Alter, Ring, Sector } from "./types";

export { drawing };

export interface Point {
  x: number;
  y: number;
}
export interface Place {
  angle: number;
  distance: number;
}

const CLOSEST = 12;

export function placed(alter: Alter): alter is Alter & Place {
  return alter.angle !== null && alter.distance !== null;
}

/** A place as a point of the plane; what lies outside the outer ring is drawn on the rim. */
export function toPoint(place: Place): Point {
  const radius = (drawing.radius * Math.min(place.distance, 106)) / 100;
  const turn = (place.angle * Math.PI) / 180;
  return { x: drawing.centre + radius * Math.cos(turn), y: drawing.centre - radius * Math.sin(turn) };
}

/** A point of the plane as a place inside the outer ring and outside the client's own mark, one decimal. */
export function toPlace(point: Point): Place {
  const dx = point.x - drawing.centre;
  const dy = drawing.centre - point.y;
  const distance = (Math.hypot(dx, dy) / drawing.radius) * 100;
  const angle = Math.round(((Math.atan2(dy, dx) * 180) / Math.PI) * 10) / 10;
  return {
    angle: angle <= -180 ? 180 : angle,
    distance: Math.round(Math.min(100, Math.max(CLOSEST, distance)) * 10) / 10,
  };
}

export function normalAngle(angle: number): number {
  const turned = ((angle % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

/** The sector by the bounds practitioners know: the same as `sector_of` on the server. */
export function sectorOf(alter: { angle: number | null; distance: number | null }): Sector | null {
  if (alter.angle === null || alter.distance === null || alter.distance <= 0) return null;
  const angle = alter.angle > 180 ? alter.angle - 360 : alter.angle;
  if (angle >= 0 && angle < 90) return "family";
  if (angle >= 90) return "friends";
  return angle < -90 ? "colleagues" : "professionals";
}

export function ringOf(distance: number | null): Ring | null {
  if (distance === null) return null;
  return (drawing.rings.find((ring) => distance < ring.until)?.code ?? "far") as Ring;
}

export function sectorInk(sector: Sector | null): string {
  return drawing.sectors.find((one) => one.code === sector)?.ink ?? drawing.soft;
}

const MIDDLE: Record<Sector, number> = { family: 45, friends: 135, colleagues: -135, professionals: -45 };

/** The same distance in another sector, mirrored so that the spread of a sector stays readable. */
export function intoSector(place: Place, sector: Sector): Place {
  const from = sectorOf(place);
  if (from === sector) return place;
  const within = from ? place.angle - MIDDLE[from] : 0;
  return { angle: normalAngle(MIDDLE[sector] + Math.max(-40, Math.min(40, within))), distance: place.distance };
}

export function ringMiddle(ring: Ring): number {
  return drawing.rings.find((one) => one.code === ring)?.middle ?? 50;
}

/**
 * The free place nearest to a wanted one: same sector first, then the same ring.
 *
 * Names stand beside the marks, so neighbours at the side need more room than those above and below.
 * The search walks outwards in fixed steps, so the same card always gives the same place.
 */
export function freePlace(wanted: Place, others: readonly Place[], gap = 88): Place {
  const sector = sectorOf(wanted);
  const ring = ringOf(wanted.distance);
  const taken = others.map(toPoint);
  const start = toPoint(wanted);
  let best = wanted;
  let bestCost = Infinity;
  for (let radius = 0; radius <= 420; radius += 14) {
    if (radius > bestCost) break;
    const steps = radius === 0 ? 1 : Math.max(8, Math.round(radius / 5));
    for (let i = 0; i < steps; i++) {
      const turn = (i / steps) * 2 * Math.PI;
      const place = toPlace({ x: start.x + radius * Math.cos(turn), y: start.y + radius * Math.sin(turn) });
      if (sectorOf(place) !== sector || place.distance > 97) continue;
      if (place.angle % 90 === 0 && radius > 0) continue;
      const point = toPoint(place);
      const nearest = Math.min(Infinity, ...taken.map((one) => Math.hypot((one.x - point.x) * 0.62, one.y - point.y)));
      const crowded = Math.max(0, gap - nearest);
      const cost = radius + crowded * 6 + (ringOf(place.distance) === ring ? 0 : 90);
      if (cost < bestCost - 1e-9) {
        best = place;
        bestCost = cost;
      }
    }
  }
  return best;
}

/** The middle of a sector's part of a ring, where an entry without a place of its own begins. */
export function startPlace(sector: Sector, ring: Ring): Place {
  return { angle: MIDDLE[sector], distance: ringMiddle(ring) };
}
