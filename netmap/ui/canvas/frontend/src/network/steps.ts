/**
 * The picture by keyboard: arrows go from mark to mark, with Shift along the lines; Enter chooses.
 *
 * A canvas has nothing that could have the focus, so one element before it has, and says where one stands.
 */
import type cytoscape from "cytoscape";
import { h } from "../shared/dom";
import type { Words } from "../shared/strings";
import type { Pair } from "./types";

interface Place {
  id: string;
  x: number;
  y: number;
}

const WAYS: Record<string, readonly [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
/** A mark stands in a direction if it does not lie further to the side than this many times ahead. */
const ASIDE = 1.2;
/** Where marks are brought back to when they would be left behind: so far from the edge, in pixels. */
const EDGE = 60;

/** Gives what lies nearest in a direction; what lies aside counts as further away. Nothing, where nobody stands there. */
export function nextIn([wx, wy]: readonly [number, number], from: Place, all: readonly Place[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const { id, x, y } of all) {
    const [dx, dy] = [x - from.x, y - from.y];
    const ahead = dx * wx + dy * wy;
    const aside = Math.abs(dx * wy) + Math.abs(dy * wx);
    if (id === from.id || ahead <= 0 || aside > ASIDE * ahead) continue;
    const far = ahead + 2 * aside;
    if (far < least) {
      least = far;
      best = id;
    }
  }
  return best;
}

interface Picture {
  /** The lines of levels that end at a mark. */
  lines(id: string): Pair[];
  chosen(): string | null;
  point(id: string | null): void;
  choose(id: string): void;
  open(pair: Pair): void;
  say(sentence: string): void;
}

export class Steps {
  readonly root: HTMLElement;
  readonly hint: HTMLElement;
  private here: string | null = null;
  private came: Pair | undefined;

  constructor(
    private readonly words: Words,
    private readonly cy: cytoscape.Core,
    private readonly picture: Picture,
  ) {
    const said = words.say("steps");
    this.root = h("div", { class: "steps", role: "application", tabindex: 0, "aria-label": said });
    this.hint = h("p", { class: "steps-hint", "aria-hidden": "true" }, said);
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("focus", () => this.stand(this.start()));
    this.root.addEventListener("blur", () => picture.point(null));
  }

  /** Where one stood, what is chosen, or the mark nearest to the middle of what is in sight. */
  private start(): string | null {
    for (const id of [this.here, this.picture.chosen()]) if (id !== null && this.cy.getElementById(id).nonempty()) return id;
    const { x1, y1, x2, y2 } = this.cy.extent();
    const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
    const far = ({ x, y }: Place) => Math.hypot(x - middle.x, y - middle.y);
    return this.places().sort((a, b) => far(a) - far(b))[0]?.id ?? null;
  }

  private places(): Place[] {
    return this.cy.nodes().filter((node) => !node.hasClass("nest")).map((node) => ({ id: node.id(), ...(node as cytoscape.NodeSingular).position() }));
  }

  private press(event: KeyboardEvent): void {
    const way = WAYS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (event.shiftKey && this.came) this.picture.open(this.came);
      else if (this.here !== null) this.picture.choose(this.here);
      return;
    }
    if (!way) return;
    event.preventDefault();
    const here = this.start();
    const from = this.places().find(({ id }) => id === here);
    if (!from) return;
    const lines = this.picture.lines(from.id);
    const others = new Set(lines.map((pair) => other(pair, from.id)));
    const next = nextIn(way, from, event.shiftKey ? this.places().filter(({ id }) => others.has(id)) : this.places());
    if (next === null) this.picture.say(this.words.say(event.shiftKey ? "steps_no_line" : "steps_nobody"));
    else this.stand(next, lines.find((pair) => other(pair, from.id) === next));
  }

  /** Stands on a mark, shows it, and says who it is and what the line that led here says. */
  private stand(id: string | null, came?: Pair): void {
    this.here = id;
    this.came = came;
    this.picture.point(id);
    if (id === null) return;
    this.show(id);
    const name = String(this.cy.getElementById(id).data("said"));
    const count = this.picture.lines(id).length;
    const sentence = this.words.say(count === 1 ? "steps_on_one" : "steps_on_many", { name, count });
    const led = came && this.words.say("steps_line", { there: this.level(came, other(came, id)), here: this.level(came, id) });
    this.picture.say([sentence, led].filter(Boolean).join(" "));
  }

  private level(pair: Pair, side: string): string {
    const said = pair.a === side ? pair.says_a : pair.says_b;
    return said === null ? this.words.say("silent") : String(said);
  }

  private show(id: string): void {
    const { x, y } = this.cy.getElementById(id).renderedPosition();
    const [w, height] = [this.cy.width(), this.cy.height()];
    const by = (at: number, size: number) => (at < EDGE ? EDGE - at : at > size - EDGE ? size - EDGE - at : 0);
    const [dx, dy] = [by(x, w), by(y, height)];
    if (dx || dy) this.cy.panBy({ x: dx, y: dy });
  }
}

function other(pair: Pair, id: string): string {
  return pair.a === id ? pair.b : pair.a;
}
