/** Names and signs on the picture: where they stand, how large they are, and how many wait for room. */
import type cytoscape from "cytoscape";
import { h, set, setText } from "../shared/dom";
import type { Words } from "../shared/strings";
import { signSize, type Scene } from "./halves";
import { settingsOf } from "./lettering";
import { placeNames, placeSigns, readable, wantedOn, type Box, type Line, type Spot } from "./placing";
import { ACROSS, beside, TYPE } from "./style";

/** How wide a place in the rows of a frame is. */
const PLACE = 180;
/** How high the names below a row are. */
const NAMED = 38;
/** So much nearer or farther, and signs need other room: they stop growing. */
const NEARER = 0.15;

export class Labels {
  /** Says how many wait. */
  readonly hint = h("p", { class: "signs-wait" });
  private ground: { spots: Spot[]; lines: Line[]; names: Box[] } | undefined;
  private signedAt = 1;
  private lettered = TYPE;
  private namesWait = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly words: Words,
  ) {}

  /** Whether names have chosen places: where there are thousands, they do not. */
  get placed(): boolean {
    return this.ground !== undefined;
  }

  /** How large names were set. */
  get size(): number {
    return this.lettered;
  }

  /** Tells whether signs would find other places at this zoom. */
  stale(zoom: number): boolean {
    return this.placed && Math.abs(zoom / this.signedAt - 1) >= NEARER;
  }

  /** Forgets all places. */
  clear(): void {
    this.ground = undefined;
  }

  /**
   * Chooses places for names, then for signs; gives the scene with the signs.
   *
   * Names stay readable from where the picture is seen: from afar they are larger than what they stand beside.
   */
  settle(cy: cytoscape.Core, scene: Scene, size: number, usual: number): Scene {
    const nodes = cy.nodes().filter((node) => !node.hasClass("nest"));
    this.lettered = size;
    const across = (ACROSS * size) / TYPE;
    const spots = nodes.toArray().map((node) => ({ ...(node as cytoscape.NodeSingular).position(), r: Number(node.data("d")) / 2 }));
    const lines: Line[] = scene.pairs.map((pair, i) => {
      const [ax = 0, ay = 0, bx = 0, by = 0] = scene.ends.subarray(4 * i, 4 * i + 4);
      return { ax, ay, bx, by, weight: 1 + 0.8 * Math.max(pair.says_a ?? 0, pair.says_b ?? 0) };
    });
    const framed = nodes.map((node) => (node as cytoscape.NodeSingular).isChild());
    const settings = nodes.map((node, i) => {
      // in frames as wide as a place in their rows
      return framed[i] ? settingsOf(String(node.data("name")), size, Math.min(across, PLACE)).slice(0, 1) : settingsOf(String(node.data("name")), size, across);
    });
    const named = placeNames(spots, settings, lines, framed);
    // without room a name waits, as a sign does; large marks and those chosen come first
    const rank = nodes.map((node) => (node.hasClass("chosen") ? 1e6 : node.hasClass("head") ? 1e5 : Number(node.data("d"))));
    const shown = size > usual ? readable(named.map(({ box }) => box), spots, rank) : named.map(() => true);
    this.ground = { spots, lines, names: named.flatMap(({ box }, i) => (shown[i] ? [box] : [])) };
    this.namesWait = shown.filter((one) => !one).length;
    set(this.root, "data-names-waiting", String(this.namesWait));
    cy.batch(() => nodes.forEach((node, i) => {
      const { where, text } = named[i] ?? { where: "bottom" as const, text: "" };
      node.data({ label: shown[i] ? text : "", waits: shown[i] ? "" : text, ...beside(where, Number(node.data("d")) / 2) });
    }));
    cy.nodes().style("font-size", size);
    // the names of the lowest row stand in their frame, too
    for (const nest of cy.nodes(".nest")) nest.style("min-height", nest.children().boundingBox({ includeLabels: false }).h + NAMED);
    return this.sign(cy, scene);
  }

  /** Gives signs their places; they need less room the nearer one goes, as they stop growing. */
  sign(cy: cytoscape.Core, scene: Scene): Scene {
    if (!this.ground) return scene;
    const { spots, lines, names } = this.ground;
    const zoom = cy.zoom();
    this.signedAt = zoom;
    const grown = signSize(zoom, scene.scale) / zoom;
    const wanted = lines.flatMap((line, i) => {
      const pair = scene.pairs[i];
      const [ra = 0, rb = 0] = scene.radii.subarray(2 * i, 2 * i + 2);
      return pair ? wantedOn(i, Math.hypot(line.bx - line.ax, line.by - line.ay), ra, rb, pair.says_a, pair.says_b, grown) : [];
    });
    const signs = placeSigns(lines, spots, names, wanted, grown);
    const waiting = wanted.length - signs.length;
    set(this.root, "data-signs-waiting", String(waiting));
    this.hint.hidden = waiting + this.namesWait === 0;
    const said = [waiting ? this.words.say("signs_wait", { count: waiting }) : "", this.namesWait ? this.words.say("names_wait", { count: this.namesWait }) : ""];
    setText(this.hint, said.filter(Boolean).join(" "));
    return { ...scene, signs };
  }
}
