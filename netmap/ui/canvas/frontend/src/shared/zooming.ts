/** Dragging the sheet, two fingers, wheel with Ctrl, and buttons: one view of pan and zoom for every drawing. */
export interface View {
  k: number;
  x: number;
  y: number;
}

export class Zoom {
  view: View = { k: 1, x: 0, y: 0 };
  private readonly down = new Map<number, { x: number; y: number }>();
  private moved = false;

  constructor(
    private readonly element: SVGSVGElement | HTMLElement,
    private readonly changed: () => void,
    private readonly largest = 12,
  ) {
    element.addEventListener("pointerdown", (event) => this.begin(event as PointerEvent));
    element.addEventListener("pointermove", (event) => this.follow(event as PointerEvent));
    for (const end of ["pointerup", "pointercancel"]) {
      element.addEventListener(end, (event) => this.down.delete((event as PointerEvent).pointerId));
    }
    element.addEventListener("wheel", (event) => this.wheel(event as WheelEvent), { passive: false });
    // a drag is no choice
    element.addEventListener("click", (event) => this.moved && event.stopPropagation(), { capture: true });
  }

  by(factor: number, around?: { x: number; y: number }): void {
    const box = this.element.getBoundingClientRect();
    const point = around ?? { x: box.width / 2, y: box.height / 2 };
    const k = Math.max(1, Math.min(this.largest, this.view.k * factor));
    const ratio = k / this.view.k;
    this.view = { k, x: point.x - (point.x - this.view.x) * ratio, y: point.y - (point.y - this.view.y) * ratio };
    this.keep(box);
    this.changed();
  }

  whole(): void {
    this.view = { k: 1, x: 0, y: 0 };
    this.changed();
  }

  private keep(box: DOMRect): void {
    const { k, x, y } = this.view;
    const within = (value: number, size: number) => Math.max(size * (1 - k), Math.min(0, value));
    this.view = { k, x: within(x, box.width), y: within(y, box.height) };
  }

  private at(event: PointerEvent | WheelEvent): { x: number; y: number } {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private begin(event: PointerEvent): void {
    this.down.set(event.pointerId, this.at(event));
    if (this.down.size === 1) this.moved = false;
  }

  private follow(event: PointerEvent): void {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    if (!this.moved && Math.hypot(now.x - before.x, now.y - before.y) < 5) return;
    if (!this.moved) this.element.setPointerCapture(event.pointerId);
    this.moved = true;
    this.down.set(event.pointerId, now);
    if (other) {
      const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
      const is = Math.hypot(now.x - other.x, now.y - other.y) || 1;
      this.by(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else if (this.view.k > 1) {
      this.view = { ...this.view, x: this.view.x + now.x - before.x, y: this.view.y + now.y - before.y };
      this.keep(this.element.getBoundingClientRect());
      this.changed();
    }
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.by(Math.exp(-event.deltaY / 240), this.at(event));
  }
}
