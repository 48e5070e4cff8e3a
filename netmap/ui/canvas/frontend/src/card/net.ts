/** Boxes and lines of the drawing, and which of them lie near a place. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
export interface Line {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** Whether a line touches a box: asked very often, so without making anything. */
export function crosses(line: Line, box: Box): boolean {
  const { ax, ay, bx, by } = line;
  const right = box.x + box.w;
  const bottom = box.y + box.h;
  if ((ax < box.x && bx < box.x) || (ax > right && bx > right)) return false;
  if ((ay < box.y && by < box.y) || (ay > bottom && by > bottom)) return false;
  const dx = bx - ax;
  const dy = by - ay;
  const first = (box.x - ax) * dy - (box.y - ay) * dx > 0;
  return (
    (right - ax) * dy - (box.y - ay) * dx > 0 !== first ||
    (box.x - ax) * dy - (bottom - ay) * dx > 0 !== first ||
    (right - ax) * dy - (bottom - ay) * dx > 0 !== first
  );
}

/**
 * Which lines or boxes lie near a place: a net of square cells over the drawing, what lies outside in its rim.
 *
 * What is asked thousands of times for one drawing runs before the browser has made it fast: so this and the search
 * below keep numbers in plain arrays and make nothing while they look.
 */
export class Net {
  private readonly columns: number;
  private readonly rows: number;
  /** The first entry of each cell, and for each entry the next one and its number; −1: no more. */
  private readonly heads: Int32Array;
  private readonly nexts: number[] = [];
  private readonly items: number[] = [];
  private readonly seen: Int32Array;
  private stamp = 0;
  readonly list: Int32Array;

  constructor(
    many: number,
    private readonly frame: Box,
    private readonly cell: number,
  ) {
    this.columns = Math.ceil(frame.w / cell) + 1;
    this.rows = Math.ceil(frame.h / cell) + 1;
    this.heads = new Int32Array(this.columns * this.rows).fill(-1);
    this.seen = new Int32Array(many);
    this.list = new Int32Array(many);
  }

  private column(x: number): number {
    const i = Math.floor((x - this.frame.x) / this.cell);
    return i < 0 ? 0 : i >= this.columns ? this.columns - 1 : i;
  }
  private row(y: number): number {
    const j = Math.floor((y - this.frame.y) / this.cell);
    return j < 0 ? 0 : j >= this.rows ? this.rows - 1 : j;
  }

  add(n: number, x0: number, y0: number, x1: number, y1: number): void {
    const { heads, nexts, items, rows } = this;
    const i1 = this.column(x1);
    const j0 = this.row(y0);
    const j1 = this.row(y1);
    for (let i = this.column(x0); i <= i1; i++) {
      for (let j = j0; j <= j1; j++) {
        const cell = i * rows + j;
        nexts.push(heads[cell] as number);
        items.push(n);
        heads[cell] = nexts.length - 1;
      }
    }
  }

  /** Keeps a line in the cells it runs through. */
  addLine(n: number, line: Line): void {
    const parts = 1 + Math.floor(Math.max(Math.abs(line.bx - line.ax), Math.abs(line.by - line.ay)) / this.cell);
    const dx = (line.bx - line.ax) / parts;
    const dy = (line.by - line.ay) / parts;
    for (let k = 0; k < parts; k++) {
      const x = line.ax + dx * k;
      const y = line.ay + dy * k;
      this.add(n, Math.min(x, x + dx) - 1, Math.min(y, y + dy) - 1, Math.max(x, x + dx) + 1, Math.max(y, y + dy) + 1);
    }
  }

  remove(n: number, x0: number, y0: number, x1: number, y1: number): void {
    const { heads, nexts, items, rows } = this;
    for (let i = this.column(x0); i <= this.column(x1); i++) {
      for (let j = this.row(y0); j <= this.row(y1); j++) {
        const cell = i * rows + j;
        let before = -1;
        for (let at = heads[cell] as number; at >= 0; before = at, at = nexts[at] as number) {
          if (items[at] !== n) continue;
          if (before < 0) heads[cell] = nexts[at] as number;
          else nexts[before] = nexts[at] as number;
          break;
        }
      }
    }
  }

  /** Finds what may lie in a box: so many numbers of the list. */
  ask(x0: number, y0: number, x1: number, y1: number): number {
    const { heads, nexts, items, seen, list, rows } = this;
    const stamp = ++this.stamp;
    const i1 = this.column(x1);
    const j0 = this.row(y0);
    const j1 = this.row(y1);
    let count = 0;
    for (let i = this.column(x0); i <= i1; i++) {
      for (let j = j0; j <= j1; j++) {
        for (let at = heads[i * rows + j] as number; at >= 0; at = nexts[at] as number) {
          const n = items[at] as number;
          if (seen[n] === stamp) continue;
          seen[n] = stamp;
          list[count++] = n;
        }
      }
    }
    return count;
  }
}
