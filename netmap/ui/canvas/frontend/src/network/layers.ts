/** Relations other than the level: each kind a layer with a line, an arrow and a word of its own. */
import type { Layer, Relation } from "./types";
import type { Camera } from "./halves";

const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
/** With more lines in sight their words would cover the picture: then the legend says them. */
const MOST_WORDS = 40;
const APART = 9;

export interface LayerScene {
  relations: readonly Relation[];
  layers: ReadonlyMap<string, Layer>;
  /** x, y of both ends of each relation, four numbers each. */
  ends: Float64Array;
  radii: Float64Array;
  /** How many lines run beside the middle one already. */
  lanes: Int16Array;
  dimmed: Uint8Array;
  scale: number;
}

/** Both ends on the screen, moved aside so that no line lies on another between the same two. */
export function ends(camera: Camera, scene: LayerScene, i: number): [number, number, number, number] {
  const e = scene.ends;
  const at = (n: number, axis: "x" | "y") => (e[4 * i + n] ?? 0) * camera.zoom + camera[axis];
  const [ax, ay, bx, by] = [at(0, "x"), at(1, "y"), at(2, "x"), at(3, "y")];
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const aside = APART * (scene.lanes[i] ?? 1) * scene.scale * Math.max(0.6, Math.min(1.3, camera.zoom));
  const ra = (scene.radii[2 * i] ?? 0) * camera.zoom;
  const rb = (scene.radii[2 * i + 1] ?? 0) * camera.zoom + 5;
  const [px, py] = [-uy * aside, ux * aside];
  return [ax + ux * ra + px, ay + uy * ra + py, bx - ux * rb + px, by - uy * rb + py];
}

export function drawLayers(pen: CanvasRenderingContext2D, camera: Camera, scene: LayerScene, width: number, height: number): void {
  const size = scene.scale * Math.max(0.75, Math.min(1.3, camera.zoom));
  const seen = scene.relations.flatMap((relation, i) => {
    const layer = scene.layers.get(relation.kind);
    if (!layer) return [];
    const [ax, ay, bx, by] = ends(camera, scene, i);
    const out = Math.max(ax, bx) < 0 || Math.min(ax, bx) > width || Math.max(ay, by) < 0 || Math.min(ay, by) > height;
    return out ? [] : [{ layer, i, ax, ay, bx, by }];
  });
  const worded = seen.length <= MOST_WORDS;
  seen.forEach(({ layer, i, ax, ay, bx, by }) => {
    pen.globalAlpha = scene.dimmed[i] === 1 ? 0.16 : 1;
    pen.strokeStyle = pen.fillStyle = layer.ink;
    pen.lineWidth = 2 * scene.scale;
    pen.setLineDash(layer.dash);
    pen.beginPath();
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
    pen.stroke();
    pen.setLineDash([]);
    const angle = Math.atan2(by - ay, bx - ax);
    if (layer.arrow) head(pen, bx, by, angle, 10 * size);
    if (worded && Math.hypot(bx - ax, by - ay) > 90 * size) named(pen, layer.name, (ax + bx) / 2, (ay + by) / 2, angle, 13 * size);
  });
  pen.globalAlpha = 1;
}

function head(pen: CanvasRenderingContext2D, x: number, y: number, angle: number, size: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(-size, -size * 0.45);
  pen.lineTo(-size, size * 0.45);
  pen.closePath();
  pen.fill();
  pen.restore();
}

/** The word along its line, never upside down. */
function named(pen: CanvasRenderingContext2D, text: string, x: number, y: number, angle: number, size: number): void {
  pen.save();
  pen.translate(x, y);
  pen.rotate(Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = `600 ${size}px ${FONT}`;
  pen.lineWidth = 4;
  pen.strokeStyle = "#faf8f4";
  pen.strokeText(text, 0, 0);
  pen.fillText(text, 0, 0);
  pen.restore();
}

/** The relation whose line runs nearest to a point, within a few pixels; -1 for none. */
export function nearestRelation(camera: Camera, scene: LayerScene, x: number, y: number, reach = 6): number {
  let best = -1;
  let least = reach;
  scene.relations.forEach((_, i) => {
    const [ax, ay, bx, by] = ends(camera, scene, i);
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const distance = Math.hypot(ax + t * dx - x, ay + t * dy - y);
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
