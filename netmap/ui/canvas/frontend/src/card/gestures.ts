/** Mouse, finger and pen on the drawing: choose, drag, connect, move the view, two-finger zoom. */
import type { Point } from "./geometry";

export interface Gestured {
  /** The entry at a point of the surface, with more room for fingers. */
  markAt(point: Point, target: EventTarget | null, reach: number): string | null;
  isHandle(target: EventTarget | null): boolean;
  readonly mayDrag: boolean;
  readonly handleOwner: string | null;
  readonly connectFrom: string | null;
  readonly connecting: boolean;
  tapMark(id: string): void;
  tapPaper(point: Point): void;
  dragMark(id: string, by: Point): void;
  dropMark(id: string, by: Point): void;
  cancelDrag(): void;
  dragLine(from: string, to: Point, over: string | null): void;
  dropLine(from: string, over: string | null): void;
  pan(by: Point): void;
  zoom(factor: number, around: Point): void;
  settled(): void;
}

type Act = { kind: "mark" | "line"; id: string } | { kind: "paper" };

const SLOP = { mouse: 3, pen: 5, touch: 8 };

export function listen(svg: SVGSVGElement, to: Gestured): void {
  const down = new Map<number, Point>();
  let act: Act | null = null;
  let start: Point = { x: 0, y: 0 };
  let moved = false;
  let frame = 0;
  let latest: PointerEvent | null = null;

  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const reach = (event: PointerEvent) => (event.pointerType === "mouse" ? 16 : 28);

  const abandon = () => {
    if (act?.kind === "mark" && moved) to.cancelDrag();
    if (act?.kind === "line") to.dropLine(act.id, null);
    act = null;
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    svg.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    if (down.size === 2) {
      abandon();
      moved = true;
      return;
    }
    if (down.size > 2) return;
    start = at(event);
    moved = false;
    const id = to.markAt(start, event.target, reach(event));
    if (to.isHandle(event.target) && to.handleOwner) act = { kind: "line", id: to.handleOwner };
    else if (id && to.connectFrom && id === to.connectFrom) act = { kind: "line", id };
    else if (id) act = { kind: to.connecting && !to.connectFrom ? "line" : "mark", id };
    else act = { kind: "paper" };
  });

  svg.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return;
    if (down.size === 2) {
      pinch(event);
      return;
    }
    latest = event;
    if (!frame) frame = requestAnimationFrame(step);
  });

  const step = () => {
    frame = 0;
    if (latest && act) follow(latest);
  };

  const follow = (event: PointerEvent) => {
    const point = at(event);
    const by = { x: point.x - start.x, y: point.y - start.y };
    const slop = SLOP[event.pointerType as keyof typeof SLOP] ?? 5;
    if (!moved && Math.hypot(by.x, by.y) < slop) return;
    moved = true;
    if (act?.kind === "mark" && to.mayDrag) to.dragMark(act.id, by);
    else if (act?.kind === "line") to.dragLine(act.id, point, to.markAt(point, null, 30));
    else if (act?.kind === "paper") {
      const last = down.get(event.pointerId) ?? point;
      to.pan({ x: point.x - last.x, y: point.y - last.y });
      down.set(event.pointerId, point);
    }
  };

  const pinch = (event: PointerEvent) => {
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    const before = down.get(event.pointerId);
    const now = at(event);
    if (!other || !before) return;
    const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
    const is = Math.hypot(now.x - other.x, now.y - other.y) || 1;
    to.zoom(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    to.pan({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
    down.set(event.pointerId, now);
  };

  svg.addEventListener("pointerup", (event) => {
    if (!down.delete(event.pointerId)) return;
    if (frame) cancelAnimationFrame(frame);
    frame = 0;
    const doing = act;
    if (doing) {
      follow(event);
      act = null;
      const point = at(event);
      const by = { x: point.x - start.x, y: point.y - start.y };
      if (doing.kind === "mark") {
        if (!moved) to.tapMark(doing.id);
        else if (to.mayDrag) to.dropMark(doing.id, by);
      } else if (doing.kind === "line") {
        const over = to.markAt(point, null, 30);
        if (!moved) {
          to.dropLine(doing.id, null);
          to.tapMark(doing.id);
        } else to.dropLine(doing.id, over);
      } else if (!moved) to.tapPaper(point);
    }
    if (down.size === 0) to.settled();
  });

  svg.addEventListener("pointercancel", (event) => {
    down.delete(event.pointerId);
    abandon();
    if (down.size === 0) to.settled();
  });

  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      to.zoom(Math.exp(-event.deltaY / 240), at(event));
      to.settled();
    },
    { passive: false },
  );
}
