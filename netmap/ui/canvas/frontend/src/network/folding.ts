/** A button on each frame that folds it to one mark, and on each such mark that opens it; by mouse and keyboard. */
import type cytoscape from "cytoscape";
import { h, set, setText } from "../shared/dom";
import type { Words } from "../shared/strings";
import type { NetworkData } from "./types";

export class Folding {
  readonly root = h("div", { class: "folds", role: "group" });
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly numbers = new Map<string, HTMLElement>();

  constructor(
    private readonly words: Words,
    private readonly ask: (id: string, folded: boolean) => void,
  ) {
    set(this.root, "aria-label", words.say("frames"));
  }

  /** One button a frame, which stays the same when its frame is folded or opened: it keeps the focus. */
  take(data: NetworkData): void {
    const frames = [
      ...(data.nests ?? []).map(({ id, name }) => ({ id, name, holds: 0, mark: null, said: null })),
      ...data.actors.filter((actor) => actor.holds).map(({ id, name, holds, mark, mark_said }) => ({ id, name, holds: holds ?? 0, mark, said: mark_said })),
    ].sort((p, q) => p.name.localeCompare(q.name));
    const there = new Set(frames.map(({ id }) => keyOf(id)));
    for (const [key, button] of this.buttons) {
      if (there.has(key)) continue;
      button.remove();
      this.buttons.delete(key);
    }
    for (const number of this.numbers.values()) number.remove();
    this.numbers.clear();
    for (const { id, name, holds, mark, said } of frames) {
      const key = keyOf(id);
      let button = this.buttons.get(key);
      if (!button) {
        button = h("button", { type: "button", class: "fold" });
        this.buttons.set(key, button);
        this.root.append(button);
      }
      const label = holds ? this.words.say("open", { name, count: holds }) : this.words.say("fold", { name });
      const more = said ? `${label}, ${said}` : label;
      set(button, "aria-label", more);
      set(button, "title", more);
      set(button, "data-id", id);
      set(button, "aria-expanded", String(!holds));
      setText(button, holds ? "+" : "−");
      button.onclick = () => this.ask(id, !holds);
      if (!holds) continue;
      const number = h("b", { class: "holds", "aria-hidden": "true" }, String(holds), ...(mark ? [h("small", {}, mark)] : []));
      this.numbers.set(id, number);
      this.root.append(number);
    }
  }

  place(cy: cytoscape.Core): void {
    for (const button of this.buttons.values()) {
      const node = cy.getElementById(button.dataset.id ?? "");
      if (node.empty()) continue;
      const box = node.renderedBoundingBox({ includeLabels: false });
      button.style.transform = `translate(${box.x2 - (this.numbers.has(node.id()) ? 0 : 14)}px, ${box.y1 - 14}px)`;
    }
    for (const [id, number] of this.numbers) {
      const { x, y } = cy.getElementById(id).renderedPosition();
      number.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%) scale(${Math.max(0.6, Math.min(2, cy.zoom()))})`;
    }
  }
}

/** A frame has the same key open and folded. */
export function keyOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}
