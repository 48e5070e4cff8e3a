/** The card by keyboard: step from entry to entry, move, connect, open, delete, undo. */
import { placed } from "./geometry";
import { intoField } from "./panel";
import type { Surface } from "./surface";

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Units of the plane for one step; with shift a fine one. */
const STEP = 20;
const FINE_STEP = 4;

export function onKey(surface: Surface): void {
  surface.root.addEventListener("keydown", (event) => {
    const target = event.composedPath()[0];
    const writing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
    if ((event.ctrlKey || event.metaKey) && !writing) {
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) surface.undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) surface.redo();
      else return;
      done(event);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && surface.connecting) {
      surface.setConnecting(null);
      done(event);
      return;
    }
    const view = surface.view === "fields" ? surface.fields : surface.network;
    const id = writing ? null : view.idOf(target ?? null);
    if (id && surface.view !== "list" && entryKey(surface, id, event)) done(event);
  });
}

function done(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/** One key on an entry that has the focus; tells whether it meant something. */
function entryKey(surface: Surface, id: string, event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) return step(surface, id, arrow, event.shiftKey);
  const view = surface.view === "fields" ? surface.fields : surface.network;
  const go = (other: string | null) => {
    if (other) surface.focusEntry(other);
    return true;
  };
  switch (event.key) {
    case "PageDown":
      return go(view.next(id, 1));
    case "PageUp":
      return go(view.next(id, -1));
    case "Home":
      return go(surface.network.next("", 1));
    case "Enter":
    case " ":
      return press(surface, id);
    case "Delete":
    case "Backspace":
      surface.remove(id);
      return true;
    case "v":
    case "V":
      surface.setConnecting({ from: id });
      return true;
    case "n":
    case "N":
      surface.openPalette(null, null);
      return true;
    case "+":
      surface.network.zoom(1.4);
      return true;
    case "-":
      surface.network.zoom(1 / 1.4);
      return true;
    case "Escape":
      surface.select(null);
      return true;
    default:
      return false;
  }
}

function press(surface: Surface, id: string): boolean {
  const from = surface.connecting?.from;
  if (from && from !== id) surface.connect(from, id);
  else if (surface.connecting) surface.setConnecting({ from: id });
  else {
    surface.select(id);
    surface.enterPanel();
  }
  return true;
}

function step(surface: Surface, id: string, [dx, dy]: readonly [number, number], fine: boolean): boolean {
  const alter = surface.picture.alters.get(id);
  if (!alter) return false;
  if (surface.view === "fields") {
    const field = surface.fields.beside(alter.field, dx, dy);
    if (field !== alter.field) surface.move(id, intoField(alter, field));
  } else if (placed(alter)) {
    const size = fine ? FINE_STEP : STEP;
    surface.move(id, { ...surface.network.stepped(alter, dx * size, dy * size) });
  }
  return true;
}
