/** The partner network: organisations by cytoscape, the lines between them on a canvas of their own below. */
import cytoscape from "cytoscape";
import { h, set, setText } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { Drawing, type Shown } from "./drawing";
import { nearest, type Scene } from "./halves";
import { Folding } from "./folding";
import { Labels } from "./labels";
import { entries } from "./legend";
import { typeSize } from "./lettering";
import { nearestRelation, type LayerScene } from "./layers";
import { bring, keptIn } from "./organisations";
import { crowded, drawPlainly, fitPlaces, nameInSight } from "./plainly";
import { layersOf, linesAt, sceneOf } from "./scenes";
import { Steps } from "./steps";
import { FONT, sheet, TYPE } from "./style";
import type { NetworkData, Selection } from "./types";
import { zoomButtons } from "./zoom";

class Network {
  private readonly words: Words;
  private readonly lines = h("canvas", { class: "lines", "aria-hidden": "true" });
  private readonly host = h("div", { class: "host" });
  private readonly paper = h("div", { class: "paper", role: "img" });
  private readonly legend = h("ul", { class: "legend" });
  private readonly live = h("div", { class: "unseen", role: "status" });
  private readonly cy: cytoscape.Core;
  private readonly drawing: Drawing;
  private readonly watch: ResizeObserver;
  private index = new Map<string, number[]>();
  private tied = new Map<string, number[]>();
  private scene: Scene = sceneOf([], 1);
  private layers: LayerScene = layersOf([], [], 1);
  /** What is drawn; asked for each time, as scenes change. */
  private readonly shown = (): Shown => ({ scene: this.scene, layers: this.layers });
  private placing: ReturnType<typeof setTimeout> | undefined;
  private data: NetworkData;
  private rev: number | string | null = null;
  private named = false;
  private sized = "";
  private arranged = 0;
  private fitted: string | undefined;
  private pointed: string | null = null;
  private readonly folding: Folding;
  private readonly labels: Labels;
  private nested = false;
  private near: string | null = null;
  private many: boolean;
  private nearing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private given: Arguments<NetworkData>,
  ) {
    this.data = given.data;
    this.words = new Words(given.data.strings);
    this.root.lang = document.documentElement.lang || "de";
    this.root.style.setProperty("--network-height", `${given.data.height}px`);
    this.labels = new Labels(this.root, this.words);
    this.folding = new Folding(this.words, (id, folded) => this.given.setTriggerValue("fold", { id, folded }));
    this.paper.append(this.lines, this.host);
    this.root.replaceChildren(h("div", { class: "stage" }, this.paper, this.folding.root, zoomButtons(this.words, () => this.cy, () => this.fit()), this.legend, this.labels.hint), this.live);
    // the legend first: it takes room from the paper, which then is measured and drawn once
    this.write();
    const many = given.data.actors.length > 600;
    this.many = crowded(given.data.actors.length);
    this.cy = cytoscape({
      container: this.host,
      style: this.sheet(),
      minZoom: many ? 0.02 : 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autounselectify: true,
      textureOnViewport: many,
      pixelRatio: Math.min(2, devicePixelRatio || 1),
    });
    drawPlainly(this.cy);
    this.drawing = new Drawing(this.paper, this.lines, this.cy, this.shown, () => this.folding.place(this.cy));
    const steps = new Steps(this.words, this.cy, {
      lines: (id) => (this.index.get(id) ?? []).flatMap((i) => this.scene.pairs[i] ?? []),
      chosen: () => (this.data.selected?.kind === "actor" ? this.data.selected.id : null),
      point: (id) => this.stand(id),
      choose: (id) => this.choose({ kind: "actor", id }),
      open: ({ a, b, of }) => this.choose({ kind: "pair", a, b }, of),
      say: (sentence) => setText(this.live, sentence),
    });
    this.paper.before(steps.root);
    this.paper.after(steps.hint);
    this.listen();
    this.watch = new ResizeObserver(() => {
      // whoever begins to watch is told the size that is there already
      if (this.drawing.size === this.sized) return;
      this.sized = this.drawing.size;
      this.cy.resize();
      // who has gone nearer stays there: the hints below the picture come and go, too
      if (this.fitted === undefined || this.drawing.cameraSaid === this.fitted) this.fit();
      else this.drawing.now();
    });
    this.cy.resize();
    this.sized = this.drawing.size;
    this.take();
    this.watch.observe(this.paper);
    document.addEventListener("keydown", this.escape);
    // names are measured once: not before their font has come, but without it rather than never
    const fonts = ["400 16px", "700 16px"].map((size) => document.fonts.load(`${size} ${FONT}`));
    const patience = new Promise((done) => setTimeout(done, 1500));
    void Promise.race([Promise.all(fonts), patience]).then(() => {
      this.named = true;
      if (this.cy.destroyed()) return;
      if (this.many) {
        this.read();
        return;
      }
      this.cy.style(this.sheet());
      this.settle();
      this.fit();
      this.ask();
    });
  }

  update(given: Arguments<NetworkData>): void {
    this.given = given;
    this.data = given.data;
    this.take();
  }

  leave(): void {
    this.watch.disconnect();
    document.removeEventListener("keydown", this.escape);
    this.drawing.leave();
    clearTimeout(this.placing);
    clearTimeout(this.nearing);
    this.cy.destroy();
  }

  private take(): void {
    if (this.data.rev !== this.rev) {
      const first = this.rev === null;
      this.rev = this.data.rev;
      this.build();
      if (first) this.aim();
    }
    this.mark();
    this.write();
    this.folding.take(this.data);
    this.drawing.now();
  }

  // --- organisations ---------------------------------------------------------------------------

  /** Brings organisations up to date; those that stay keep where they are. */
  private build(): void {
    const { cy, data } = this;
    const many = crowded(data.actors.length);
    if (many !== this.many) {
      this.many = many;
      cy.style(this.sheet());
    }
    const anew = this.arranged !== (data.arranged ?? 0);
    this.arranged = data.arranged ?? 0;
    const framed = data.framed ?? (data.nests ?? []).length > 0;
    const kept = keptIn(this.given.key, data.framed ?? false);
    if (anew) kept.clear();
    bring(cy, data, { kept, all: this.nested !== framed || anew });
    const turned = this.nested !== framed;
    this.nested = framed;
    this.prepare();
    const focused = this.near !== (data.near ?? null);
    this.near = data.near ?? null;
    if (turned || anew || focused) this.aim();
  }

  /** Lays lines out in plain arrays: ten thousand are drawn from them in each frame. */
  private prepare(): void {
    const all = new Set(this.data.actors.map((actor) => actor.id));
    const there = (id: string) => all.has(id);
    this.scene = sceneOf(this.data.pairs.filter((pair) => there(pair.a) && there(pair.b)), this.scale);
    this.layers = layersOf((this.data.relations ?? []).filter((one) => there(one.a) && there(one.b)), this.data.layers ?? [], this.scale);
    this.index = linesAt(this.scene.pairs);
    this.tied = linesAt(this.layers.relations);
    this.cy.nodes().forEach((node) => this.place(node));
    this.settle();
  }

  private get scale(): number {
    return this.data.projector ? 1.35 : 1;
  }

  private get typeNeeded(): number {
    return typeSize(this.cy.zoom(), this.data.projector ? "wall" : "desk", TYPE * this.scale);
  }

  /** Chooses places for names and signs; again, a moment after a hand has moved something or gone nearer. */
  private settle(): void {
    clearTimeout(this.placing);
    if (this.many) this.labels.clear();
    else this.scene = this.labels.settle(this.cy, this.scene, this.typeNeeded, TYPE * this.scale);
  }

  private place(node: cytoscape.NodeSingular): void {
    const { x, y } = node.position();
    const radius = Number(node.data("d")) / 2;
    for (const i of this.index.get(node.id()) ?? []) {
      const end = this.scene.pairs[i]?.a === node.id() ? 0 : 1;
      this.scene.ends[4 * i + 2 * end] = x;
      this.scene.ends[4 * i + 2 * end + 1] = y;
      this.scene.radii[2 * i + end] = radius;
    }
    for (const i of this.tied.get(node.id()) ?? []) {
      const end = this.layers.relations[i]?.a === node.id() ? 0 : 1;
      this.layers.ends[4 * i + 2 * end] = x;
      this.layers.ends[4 * i + 2 * end + 1] = y;
      this.layers.radii[2 * i + end] = radius;
    }
  }

  private mark(): void {
    const { cy, data, scene } = this;
    const chosen = data.selected ?? { kind: "none" };
    const light = data.highlight ? new Set(data.highlight) : null;
    cy.batch(() => {
      cy.nodes().forEach((node) => {
        const on =
          (chosen.kind === "actor" && chosen.id === node.id()) ||
          (chosen.kind === "pair" && (chosen.a === node.id() || chosen.b === node.id()));
        // only what changes: each change of a class has cytoscape look at the style of that mark again
        const back = light !== null && !light.has(node.id()) && !node.hasClass("nest");
        if (on !== node.hasClass("chosen")) node.toggleClass("chosen", on);
        if (node.data("waits")) node.data("label", on ? String(node.data("waits")) : "");
        if (back !== node.hasClass("dimmed")) node.toggleClass("dimmed", back);
      });
    });
    scene.chosen = -1;
    scene.pairs.forEach((pair, i) => {
      if (chosen.kind === "pair" && ((pair.a === chosen.a && pair.b === chosen.b) || (pair.a === chosen.b && pair.b === chosen.a))) scene.chosen = i;
      scene.dimmed[i] = light !== null && !(light.has(pair.a) && light.has(pair.b)) ? 1 : 0;
    });
    this.ask();
    this.layers.relations.forEach((one, i) => {
      this.layers.dimmed[i] = light !== null && !(light.has(one.a) && light.has(one.b)) ? 1 : 0;
    });
  }

  /** Shows the signs of whom is chosen or pointed at, also where they had no room. */
  private ask(): void {
    const chosen = this.data.selected ?? { kind: "none" };
    const ids = [this.pointed, chosen.kind === "actor" ? chosen.id : null];
    const asked = new Set(ids.flatMap((id) => (id === null ? [] : this.index.get(id) ?? [])));
    if (this.scene.chosen >= 0) asked.add(this.scene.chosen);
    // only what has no place of its own: what stands already stays where it is
    const found = new Map<number, number>();
    for (const { line } of this.scene.signs ?? []) found.set(line, (found.get(line) ?? 0) + 1);
    const lacking = [...asked].filter((i) => (found.get(i) ?? 0) === 0);
    this.scene = { ...this.scene, asked: new Set(this.scene.signs ? lacking : asked) };
  }

  private sheet(): cytoscape.StylesheetJson {
    return sheet({ named: this.named || this.many, crowded: this.many, grown: this.scale });
  }

  // --- hands -----------------------------------------------------------------------------------

  private listen(): void {
    const { cy } = this;
    cy.on("tap", "node", (event) => {
      const node = event.target as cytoscape.NodeSingular;
      if (!node.hasClass("nest")) this.choose({ kind: "actor", id: node.id() });
    });
    cy.on("tap", (event) => {
      if (event.target !== cy && !(event.target as cytoscape.NodeSingular).hasClass("nest")) return;
      const { x, y } = event.renderedPosition;
      const beside = this.layers.relations[nearestRelation(this.drawing.camera, this.layers, x, y)];
      const hit = nearest(this.drawing.camera, this.scene, x, y);
      const pair = beside ?? (hit >= 0 ? this.scene.pairs[hit] : undefined);
      this.choose(pair ? { kind: "pair", a: pair.a, b: pair.b } : { kind: "none" }, pair?.of);
    });
    cy.on("position", "node", (event) => {
      this.place(event.target as cytoscape.NodeSingular);
      this.drawing.later();
    });
    cy.on("dragfree", "node", (event) => {
      const node = event.target as cytoscape.NodeSingular;
      const kept = keptIn(this.given.key, this.data.framed ?? false);
      for (const one of node.isParent() ? node.descendants() : node) {
        const { x, y } = one.position();
        kept.set(one.id(), { x, y });
        // in frames the places are worked out from who belongs to whom: only those of the open picture are kept
        if (!this.nested) {
          this.given.setTriggerValue("moved", { id: one.id(), x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 });
        }
      }
    });
    cy.on("dragfree", "node", () => (this.placing = setTimeout(() => {
      this.settle();
      this.ask();
      this.drawing.now();
    }, 120)));
    cy.on("viewport", () => {
      this.drawing.glide();
      if (this.many) {
        clearTimeout(this.nearing);
        this.nearing = setTimeout(() => this.read(), 140);
        return;
      }
      if (!this.labels.stale(this.cy.zoom())) return;
      clearTimeout(this.nearing);
      this.nearing = setTimeout(() => this.resign(), 140);
    });
    cy.on("mouseover", "node", (event) => this.point((event.target as cytoscape.NodeSingular).id()));
    cy.on("mouseout", "node", () => this.point(null));
  }

  /** Back to all from one and those around it; a list that is open takes the key for itself. */
  private readonly escape = (event: KeyboardEvent): void => {
    const open = document.querySelector("[data-baseweb=popover], [role=dialog], [role=listbox]");
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    if (event.key !== "Escape" || !this.data.near || open || typing || event.defaultPrevented) return;
    this.given.setTriggerValue("whole", { near: this.data.near });
  };

  /** Names those in sight, where there are too many to choose places for their names. */
  private read(): void {
    if (this.many) nameInSight(this.cy, TYPE * this.scale);
  }

  private resign(): void {
    if (this.typeNeeded === this.labels.size) this.scene = this.labels.sign(this.cy, this.scene);
    else this.settle();
    this.ask();
    this.drawing.now();
  }

  /** Marks where the keyboard stands. */
  private stand(id: string | null): void {
    this.cy.nodes(".stood").removeClass("stood");
    if (id !== null) this.cy.getElementById(id).addClass("stood");
    this.point(id);
  }

  private point(id: string | null): void {
    this.name(this.pointed, false);
    this.pointed = id;
    this.name(id, true);
    this.ask();
    this.drawing.later();
  }

  /** Shows a name that waits, or is too small from afar, while its organisation is pointed at. */
  private name(id: string | null, on: boolean): void {
    const node = id === null ? null : this.cy.getElementById(id);
    if (!node || node.empty()) return;
    node.toggleClass("pointed", on);
    if (!node.data("waits") || node.hasClass("chosen")) return;
    node.data("label", on ? String(node.data("waits")) : "");
  }

  private choose(selection: Selection, of?: [string, string]): void {
    const name = (id: string) => String(this.cy.getElementById(id).data("said"));
    if (selection.kind === "actor") setText(this.live, this.words.say("chosen", { name: name(selection.id) }));
    if (selection.kind === "pair") setText(this.live, this.words.say("chosen", { name: `${name(selection.a)} – ${name(selection.b)}` }));
    this.data = { ...this.data, selected: selection };
    this.mark();
    this.drawing.now();
    this.given.setTriggerValue("select", of ? { kind: "pair", a: of[0], b: of[1] } : selection);
  }

  private fit(): void {
    this.aim();
    this.drawing.now();
  }

  /** Brings the whole picture into sight; what is drawn follows. */
  private aim(): void {
    if (this.many && this.paper.clientWidth > 10) {
      fitPlaces(this.cy, 28);
      this.fitted = this.drawing.cameraSaid;
    } else if (this.paper.clientWidth > 10 && this.cy.nodes().nonempty()) {
      // names take part in what must fit: as they usually are first, then as large as they must be from there
      if (this.labels.placed) this.cy.nodes().style("font-size", TYPE * this.scale);
      this.cy.fit(undefined, 28);
      // larger names need more room, and from farther away they are larger still
      for (let again = 0; this.labels.placed && again < 4; again++) {
        this.settle();
        this.cy.fit(undefined, 20);
        if (this.typeNeeded === this.labels.size) break;
      }
      this.scene = this.labels.sign(this.cy, this.scene);
      this.fitted = this.drawing.cameraSaid;
    }
  }

  // --- around the drawing ------------------------------------------------------------------------

  private write(): void {
    const { data, words } = this;
    const ties = data.pairs.filter((pair) => Math.max(pair.says_a ?? 0, pair.says_b ?? 0) > 0).length;
    set(this.paper, "aria-label", words.say("network", { actors: data.actors.length, ties }));
    set(this.root, "data-projector", data.projector ?? false);
    set(this.root, "data-arranged", String(data.arranged ?? 0));
    set(this.legend, "aria-label", words.say("legend"));
    this.legend.replaceChildren(...entries(data, words));
  }
}

export default component<NetworkData, Network>((root, given) => new Network(root, given));
