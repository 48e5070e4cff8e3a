/**
 * The lines of cooperation, on a canvas of their own below the organisations.
 *
 * Each half shows what that side says: tone, width and numeral of the level; thin and grey where a side has not
 * answered; dots and a question mark where nobody was asked; ≠ where the two differ.
 */
import { drawLayers, type LayerScene } from "./layers";
import { DIFFERS, UNASKED as QUESTION, wantedOn, type Sign } from "./placing";
import type { Pair } from "./types";

export interface Camera {
  zoom: number;
  x: number;
  y: number;
}
interface Style {
  ink: string;
  width: number;
  dash: number[];
}

/** By what a side says: 0 to 4, then silent, then nobody asked. */
const SILENT = 5;
const UNASKED = 6;
export const STYLES: readonly Style[] = [
  { ink: "#55606e", width: 1.6, dash: [7, 5] },
  { ink: "#8fbfbd", width: 2.5, dash: [] },
  { ink: "#4f9999", width: 4, dash: [] },
  { ink: "#1d7374", width: 6, dash: [] },
  { ink: "#07484b", width: 8, dash: [] },
  { ink: "#c9c3b8", width: 1.5, dash: [] },
  { ink: "#9a948a", width: 2, dash: [0.1, 8] },
];
const FOCUS = "#e08a00";
const MANY = 2500;
const MOST_BADGES = 500;
const LONGEST_PATH = 60;
const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';

export interface Scene {
  pairs: readonly Pair[];
  /** x, y of both ends of each pair, four numbers a pair. */
  ends: Float64Array;
  /** Radius of both ends, two numbers a pair. */
  radii: Float64Array;
  chosen: number;
  /** 1 where a pair steps back. */
  dimmed: Uint8Array;
  /** Signs that found a place; null where none was looked for, as the picture is too large. */
  signs: readonly Sign[] | null;
  /** Pairs whose signs are shown in any case: those of whom is chosen or pointed at. */
  asked: ReadonlySet<number>;
  scale: number;
}

export function draw(canvas: HTMLCanvasElement, camera: Camera, scene: Scene, layers: LayerScene, width: number, height: number): void {
  const ratio = Math.min(2, devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const visible = seen(camera, scene, width, height);
  const crowded = visible.length > MANY;
  const thick = (crowded ? 0.35 : 1) * scene.scale * Math.max(0.35, Math.min(1.5, camera.zoom));
  for (const dim of [true, false]) {
    pen.globalAlpha = dim ? 0.16 : crowded ? 0.55 : 1;
    STYLES.forEach((style, kind) => stroke(pen, camera, scene, visible, kind, style, thick, dim, crowded));
  }
  pen.globalAlpha = 1;
  if (scene.chosen >= 0) choose(pen, camera, scene);
  if (layers.relations.length > 0) drawLayers(pen, camera, layers, width, height);
  if (!crowded) badges(pen, camera, scene, visible);
}

/** The pair whose line runs nearest to a point, within a few pixels; -1 for none. */
export function nearest(camera: Camera, scene: Scene, x: number, y: number, reach = 9): number {
  let best = -1;
  let least = reach;
  for (let i = 0; i < scene.pairs.length; i++) {
    const [ax, ay, bx, by] = line(camera, scene, i);
    const dx = bx - ax;
    const dy = by - ay;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const distance = Math.hypot(ax + t * dx - x, ay + t * dy - y);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

function line(camera: Camera, scene: Scene, i: number): [number, number, number, number] {
  const { zoom, x, y } = camera;
  const e = scene.ends;
  return [
    (e[4 * i] ?? 0) * zoom + x,
    (e[4 * i + 1] ?? 0) * zoom + y,
    (e[4 * i + 2] ?? 0) * zoom + x,
    (e[4 * i + 3] ?? 0) * zoom + y,
  ];
}

function seen(camera: Camera, scene: Scene, width: number, height: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < scene.pairs.length; i++) {
    const [ax, ay, bx, by] = line(camera, scene, i);
    if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > width || Math.max(ay, by) < 0 || Math.min(ay, by) > height) continue;
    found.push(i);
  }
  return found;
}

function kindOf(pair: Pair, side: "says_a" | "says_b"): number {
  if (pair.says_a === null && pair.says_b === null) return UNASKED;
  return pair[side] ?? SILENT;
}

function stroke(
  pen: CanvasRenderingContext2D,
  camera: Camera,
  scene: Scene,
  visible: readonly number[],
  kind: number,
  style: Style,
  thick: number,
  dim: boolean,
  crowded: boolean,
): void {
  pen.strokeStyle = style.ink;
  pen.lineWidth = Math.max(0.6, style.width * thick);
  // dashes of thousands of lines cost more than they show
  pen.setLineDash(crowded ? [] : style.dash);
  pen.lineCap = style.dash[0] === 0.1 ? "round" : "butt";
  let held = 0;
  pen.beginPath();
  for (const i of visible) {
    const pair = scene.pairs[i];
    if (!pair || (scene.dimmed[i] === 1) !== dim) continue;
    const [ax, ay, bx, by] = line(camera, scene, i);
    const mx = (ax + bx) / 2;
    const my = (ay + by) / 2;
    for (const [side, x, y] of [["says_a", ax, ay], ["says_b", bx, by]] as const) {
      if (kindOf(pair, side) !== kind) continue;
      pen.moveTo(x, y);
      pen.lineTo(mx, my);
      held += 1;
    }
    // the time for one path grows faster than its length
    if (held >= LONGEST_PATH) {
      pen.stroke();
      pen.beginPath();
      held = 0;
    }
  }
  if (held) pen.stroke();
  pen.setLineDash([]);
}

function choose(pen: CanvasRenderingContext2D, camera: Camera, scene: Scene): void {
  const [ax, ay, bx, by] = line(camera, scene, scene.chosen);
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [px, py] = [(-(by - ay) / length) * 9 * scene.scale, ((bx - ax) / length) * 9 * scene.scale];
  pen.strokeStyle = FOCUS;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const side of [1, -1]) {
    pen.moveTo(ax + px * side, ay + py * side);
    pen.lineTo(bx + px * side, by + py * side);
  }
  pen.stroke();
}

/** Signs grow with the picture, but neither so small that nobody reads them nor beyond measure. */
export function signSize(zoom: number, scale: number): number {
  return scale * Math.max(scale > 1 ? 0.75 : 0.6, Math.min(1.3, zoom));
}

function badges(pen: CanvasRenderingContext2D, camera: Camera, scene: Scene, visible: readonly number[]): void {
  if (visible.length > MOST_BADGES) return;
  const size = signSize(camera.zoom, scene.scale);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const shown = new Set(visible);
  const placed = scene.signs ?? visible.flatMap((i) => usual(scene, i));
  for (const sign of placed) if (shown.has(sign.line) && !scene.asked.has(sign.line)) stamp(pen, camera, scene, sign, size);
  for (const i of scene.asked) if (shown.has(i)) for (const sign of usual(scene, i)) stamp(pen, camera, scene, sign, size);
  pen.globalAlpha = 1;
}

/** Where the signs of a pair stand if nothing is in the way. */
function usual(scene: Scene, i: number): Sign[] {
  const pair = scene.pairs[i];
  const [ax = 0, ay = 0, bx = 0, by = 0] = scene.ends.subarray(4 * i, 4 * i + 4);
  const length = Math.hypot(bx - ax, by - ay);
  const [ra = 0, rb = 0] = scene.radii.subarray(2 * i, 2 * i + 2);
  if (!pair) return [];
  return wantedOn(i, length, ra, rb, pair.says_a, pair.says_b, scene.scale).map(({ text, best }) => ({ line: i, text, share: best / length }));
}

function stamp(pen: CanvasRenderingContext2D, camera: Camera, scene: Scene, sign: Sign, size: number): void {
  const [ax, ay, bx, by] = line(camera, scene, sign.line);
  const at: [number, number] = [ax + (bx - ax) * sign.share, ay + (by - ay) * sign.share];
  pen.globalAlpha = scene.dimmed[sign.line] === 1 ? 0.25 : 1;
  if (sign.text === QUESTION) word(pen, at, sign.text, size);
  else if (sign.text === DIFFERS) differs(pen, at, size);
  else disc(pen, at, sign.text, size, STYLES[Number(sign.text)]?.ink ?? "#000");
}

function disc(pen: CanvasRenderingContext2D, [x, y]: [number, number], text: string, size: number, ink: string): void {
  pen.beginPath();
  pen.arc(x, y, 10 * size, 0, 7);
  pen.fillStyle = "#fff";
  pen.fill();
  pen.strokeStyle = ink;
  pen.lineWidth = 1.5 * size;
  pen.stroke();
  pen.fillStyle = "#07484b";
  pen.font = `700 ${13.5 * size}px ${FONT}`;
  pen.fillText(text, x, y + 0.5);
}

function differs(pen: CanvasRenderingContext2D, [x, y]: [number, number], size: number): void {
  pen.beginPath();
  pen.arc(x, y, 12 * size, 0, 7);
  pen.fillStyle = "#fdf0dd";
  pen.fill();
  pen.strokeStyle = "#9a4a00";
  pen.lineWidth = 2 * size;
  pen.stroke();
  pen.fillStyle = "#9a4a00";
  pen.font = `700 ${17 * size}px ${FONT}`;
  pen.fillText("≠", x, y + 0.5);
}

function word(pen: CanvasRenderingContext2D, [x, y]: [number, number], text: string, size: number): void {
  pen.font = `700 ${15 * size}px ${FONT}`;
  pen.lineWidth = 5;
  pen.strokeStyle = "#faf8f4";
  pen.strokeText(text, x, y);
  pen.fillStyle = "#55606e";
  pen.fillText(text, x, y);
}
