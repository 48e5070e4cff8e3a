/** Which part of the plane is seen, and how large: from the plane of 1000 units to pixels and back. */
import { drawing, type Point } from "./geometry";

const LARGEST_ZOOM = 6;

export class Camera {
  size = { w: 0, h: 0 };
  /** So many entries that marks, letters and lines step back a little. */
  full = false;
  private view = { k: 1, x: 0, y: 0 };

  /** Pixels of one unit of the plane. */
  get scale(): number {
    const rim = Math.max(60, Math.min(this.size.w / 2 - 6, this.size.h / 2 - 10));
    return (rim / drawing.rim) * this.view.k;
  }

  /** How much larger marks and letters are than in the sketch of 297 pixels. */
  get grown(): number {
    const rim = Math.min(this.size.w, this.size.h) / 2;
    const nearer = Math.min(1.15, Math.max(1, this.view.k ** 0.2));
    return Math.max(0.88, Math.min(1.3, rim / 297)) * (this.full ? 0.82 : 1) * nearer;
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
