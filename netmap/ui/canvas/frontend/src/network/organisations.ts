/** The organisations as marks: brought up to date with what comes, each in its place, in its frame. */
import type cytoscape from "cytoscape";
import { keyOf } from "./folding";
import { badge, SHAPES } from "./style";
import type { Actor, NetworkData } from "./types";

type Places = Map<string, { x: number; y: number }>;

const DIAMETERS = [0, 34, 46, 58];
/** Where hands put organisations: kept while the page lives, also when the view is left and comes back. */
const moved = new Map<string, Places>();

/** Gives where hands put those of one picture; in frames organisations have places of their own. */
export function keptIn(key: string, framed: boolean): Places {
  const where = `${key}${framed ? ":nested" : ""}`;
  let kept = moved.get(where);
  if (!kept) moved.set(where, (kept = new Map()));
  return kept;
}

/** Adds who is new, takes away who has gone; those that stay keep where they are, unless `all` are placed anew. */
export function bring(cy: cytoscape.Core, data: NetworkData, { kept, all }: { kept: Places; all: boolean }): void {
  const nests = new Set((data.nests ?? []).map((nest) => nest.id));
  const ids = new Set([...data.actors.map((actor) => actor.id), ...nests]);
  const fresh: cytoscape.ElementDefinition[] = [];
  cy.batch(() => {
    // a frame takes what is in it along when it goes: those inside step out first
    cy.nodes(":child").filter((node) => ids.has(node.id())).move({ parent: null });
    cy.nodes().filter((node) => !ids.has(node.id())).remove();
    for (const { id, name } of data.nests ?? []) {
      const label = ids.has(keyOf(id)) ? "" : name; // whose frame it is says so inside
      if (cy.getElementById(id).empty()) cy.add({ group: "nodes", classes: "nest", data: { id, name, label, d: 0, tone: "#e9e4da", shape: "round-rectangle" }, selectable: false });
    }
    for (const [number, actor] of data.actors.entries()) {
      const shown = {
        name: actor.name, label: actor.name, tone: `${actor.tone}`, d: DIAMETERS[actor.size ?? 1] ?? 34,
        shape: SHAPES[actor.shape ?? "circle"], said: actor.mark_said ? `${actor.name}, ${actor.mark_said}` : actor.name,
      };
      // a folded frame has its number there, and the signs of those inside below it (folding.ts)
      const sign = actor.mark && !actor.holds ? badge(actor.mark) : undefined;
      const node = cy.getElementById(actor.id);
      const parent = actor.parent && nests.has(actor.parent) ? actor.parent : null;
      const place = placeOf(actor, number, kept);
      // all new ones come at once: one by one they take several times as long
      if (node.empty()) fresh.push({ group: "nodes", data: { id: actor.id, ...shown, ...(sign ? { badge: sign } : {}), ...(parent ? { parent } : {}) }, position: place });
      else {
        node.data(shown);
        if (sign) node.data("badge", sign);
        else node.removeData("badge");
        if (all) node.position(place);
        if (parent) node.move({ parent });
      }
    }
    cy.add(fresh);
    const heads = new Set([...nests].map(keyOf));
    cy.nodes().forEach((node) => void node.toggleClass("head", heads.has(node.id())));
  });
}

function placeOf(actor: Actor, number: number, kept: Places): { x: number; y: number } {
  const own = kept.get(actor.id);
  if (own) return { ...own };
  if (typeof actor.x === "number" && typeof actor.y === "number") return { x: actor.x, y: actor.y };
  // without a layout: a sunflower, so that nobody lies on anybody
  const turn = number * 2.399963;
  const reach = 60 * Math.sqrt(number);
  return { x: reach * Math.cos(turn), y: reach * Math.sin(turn) };
}
