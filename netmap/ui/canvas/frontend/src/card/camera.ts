/** Which part of the plane is seen, and how large: from the plane of 1000 units to pixels and back. */
import { drawing, type Point } from "./geometry";

const LARGEST_ZOOM = 6;
/** In pixels; whoever needs larger ones enlarges the drawing. */
const SMALLEST_LETTERS = 11.5;

function stepOf(steps: readonly (readonly number[])[], count: number): number {
  return steps.find(([upTo]) => count <= (upTo ?? Infinity))?.[1] ?? 1;
}

interface Sizes {
  scale: number;
  grown: number;
  marks: number;
}

export class Camera {
  private paper = { w: 0, h: 0 };
  private entries = 0;
  private seen = { k: 1, x: 0, y: 0 };
  /** Worked out once for all that is drawn. */
  private sizes: Sizes | null = null;

  get size(): { w: number; h: number } {
    return this.paper;
  }
  set size(size: { w: number; h: number }) {
    this.paper = size;
    this.sizes = null;
  }

  /** How many entries stand on the card: the more, the smaller marks and letters. */
  get count(): number {
    return this.entries;
  }
  set count(count: number) {
    this.entries = count;
    this.sizes = null;
  }

  private get view(): { k: number; x: number; y: number } {
    return this.seen;
  }
  private set view(view: { k: number; x: number; y: number }) {
    this.seen = view;
    this.sizes = null;
  }

  private get now(): Sizes {
    return (this.sizes ??= this.worked());
  }

  private worked(): Sizes {
    const { w, h } = this.size;
    const { k } = this.view;
    const rim = Math.max(60, Math.min(w / 2 - 6, h / 2 - 10));
    const nearer = Math.min(1.3, Math.max(1, k ** 0.25));
    const grown = Math.max(0.88, Math.min(1.4, Math.min(w, h) / 2 / 297)) * nearer;
    return { scale: (rim / drawing.rim) * k, grown, marks: grown * stepOf(drawing.print.mark_scale, this.count) };
  }

  /** Pixels of one unit of the plane. */
  get scale(): number {
    return this.now.scale;
  }

  /** So many entries that lines step back and small words wait for the choice. */
  get full(): boolean {
    return this.count > 50;
  }

  /** How much larger lines and the client's mark are than in the sketch of 297 pixels. */
  get grown(): number {
    return this.now.grown;
  }

  /** The same for the marks: many are drawn smaller, as on paper. */
  get marks(): number {
    return this.now.marks;
  }

  /** The same for letters; on a screen they are never so small that nobody can read them. */
  get letters(): number {
    const wanted = this.grown * stepOf(drawing.print.label_start, this.count);
    return Math.max(wanted, Math.min(this.grown, SMALLEST_LETTERS / drawing.label_size));
  }

  get zoomed(): boolean {
    return this.view.k > 1;
  }

  /** Where the client stands, in pixels. */
  get middle(): Point {
    return this.toPixel({ x: drawing.centre, y: drawing.centre });
  }

  toPixel(point: Point): Point {
    return {
      x: this.size.w / 2 + this.view.x + (point.x - drawing.centre) * this.scale,
      y: this.size.h / 2 + this.view.y + (point.y - drawing.centre) * this.scale,
    };
  }

  toPlane(point: Point): Point {
    return {
      x: drawing.centre + (point.x - this.size.w / 2 - this.view.x) / this.scale,
      y: drawing.centre + (point.y - this.size.h / 2 - this.view.y) / this.scale,
    };
  }

  pan(by: Point): void {
    this.view = { ...this.view, x: this.view.x + by.x, y: this.view.y + by.y };
  }

  zoom(factor: number, around: Point = { x: this.size.w / 2, y: this.size.h / 2 }): void {
    const k = Math.max(1, Math.min(LARGEST_ZOOM, this.view.k * factor));
    const ratio = k / this.view.k;
    const x = around.x - this.size.w / 2;
    const y = around.y - this.size.h / 2;
    this.view = { k, x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio };
  }

  whole(): void {
    this.view = { k: 1, x: 0, y: 0 };
  }

  /** The card cannot be pushed off the surface. */
  keepInView(): void {
    const room = drawing.rim * this.scale;
    const clamp = (value: number, half: number) => {
      const most = Math.max(0, room - half + 40);
      return this.zoomed ? Math.max(-most, Math.min(most, value)) : 0;
    };
    this.view = { k: this.view.k, x: clamp(this.view.x, this.size.w / 2), y: clamp(this.view.y, this.size.h / 2) };
  }
}
