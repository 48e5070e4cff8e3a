/** Lines as plain arrays, from which they are drawn in each frame. */
import type { Scene } from "./halves";
import type { LayerScene } from "./layers";
import type { Layer, Pair, Relation } from "./types";

export function sceneOf(pairs: readonly Pair[], scale: number): Scene {
  return {
    pairs,
    ends: new Float64Array(pairs.length * 4),
    radii: new Float64Array(pairs.length * 2),
    chosen: -1,
    dimmed: new Uint8Array(pairs.length),
    signs: null,
    asked: new Set(),
    scale,
  };
}

export function layersOf(relations: readonly Relation[], layers: readonly Layer[], scale: number): LayerScene {
  const lanes = new Map<string, number>();
  return {
    relations,
    layers: new Map(layers.map((layer) => [layer.kind, layer])),
    ends: new Float64Array(relations.length * 4),
    radii: new Float64Array(relations.length * 2),
    lanes: Int16Array.from(relations, (one) => {
      const key = `${one.a}|${one.b}`;
      lanes.set(key, (lanes.get(key) ?? 0) + 1);
      return lanes.get(key) ?? 1;
    }),
    dimmed: new Uint8Array(relations.length),
    scale,
  };
}

/** The lines at each end. */
export function linesAt(lines: readonly { a: string; b: string }[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  lines.forEach((line, i) => {
    for (const id of [line.a, line.b]) {
      const list = found.get(id);
      if (list) list.push(i);
      else found.set(id, [i]);
    }
  });
  return found;
}
