/** The partner network: organisations by cytoscape, the lines between them on a canvas of their own below. */
import cytoscape from "cytoscape";
import { h, s, set, setText } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { draw, nearest, STYLES, type Scene } from "./halves";
import { Folding } from "./folding";
import { settingsOf } from "./lettering";
import { nearestRelation, type LayerScene } from "./layers";
import { placeNames, placeSigns, wantedOn, type Box, type Line, type Spot, type Where } from "./placing";
import type { Actor, NetworkData, Selection } from "./types";

const MANY = 2500;
const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
/** Up to so many organisations names choose their places; more are read by going nearer. */
const CHOOSY = 260;
const TYPE = 16;
const ACROSS = 150;
const DIAMETERS = [0, 34, 46, 58];
/** Where hands put organisations: kept while the page lives, also when the view is left and comes back. */
const moved = new Map<string, Map<string, { x: number; y: number }>>();

class Network {
  private readonly words: Words;
  private readonly lines = h("canvas", { class: "lines", "aria-hidden": "true" });
  private readonly host = h("div", { class: "host" });
  private readonly paper = h("div", { class: "paper", role: "img" });
  private readonly legend = h("ul", { class: "legend" });
  private readonly live = h("div", { class: "unseen", role: "status" });
  private readonly cy: cytoscape.Core;
  private readonly watch: ResizeObserver;
  private readonly index = new Map<string, number[]>();
  private readonly tied = new Map<string, number[]>();
  private scene: Scene = emptyScene();
  private layers: LayerScene = emptyLayers();
  private placing: ReturnType<typeof setTimeout> | undefined;
  private data: NetworkData;
  private rev: number | string | null = null;
  private drawnAt = { zoom: 1, x: 0, y: 0 };
  private named = false;
  private ground: { spots: Spot[]; lines: Line[]; names: Box[] } | undefined;
  private signedAt = 1;
  private pointed: string | null = null;
  private readonly folding: Folding;
  private readonly hint = h("p", { class: "signs-wait" });
  private nested = false;
  private waiting = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private nearing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private given: Arguments<NetworkData>,
  ) {
    this.data = given.data;
    this.words = new Words(given.data.strings);
    this.root.lang = document.documentElement.lang || "de";
    this.root.style.setProperty("--network-height", `${given.data.height}px`);
    this.folding = new Folding(this.words, (id, folded) => this.given.setTriggerValue("fold", { id, folded }));
    this.paper.append(this.lines, this.host);
    this.root.replaceChildren(h("div", { class: "stage" }, this.paper, this.folding.root, this.zoomButtons(), this.legend, this.hint), this.live);
    const many = given.data.actors.length > 600;
    this.cy = cytoscape({
      container: this.host,
      style: this.style(),
      minZoom: 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autounselectify: true,
      textureOnViewport: many,
      pixelRatio: Math.min(2, devicePixelRatio || 1),
    });
    this.listen();
    this.watch = new ResizeObserver(() => {
      this.cy.resize();
      this.fit();
    });
    this.take();
    this.watch.observe(this.paper);
    // names are measured once: not before their font has come, but without it rather than never
    const fonts = ["400 16px", "700 16px"].map((size) => document.fonts.load(`${size} ${FONT}`));
    const patience = new Promise((done) => setTimeout(done, 1500));
    void Promise.race([Promise.all(fonts), patience]).then(() => {
      this.named = true;
      if (this.cy.destroyed()) return;
      this.cy.style(this.style());
      this.settle();
      this.ask();
      this.redraw();
    });
  }

  update(given: Arguments<NetworkData>): void {
    this.given = given;
    this.data = given.data;
    this.take();
  }

  leave(): void {
    this.watch.disconnect();
    clearTimeout(this.resting);
    clearTimeout(this.placing);
    clearTimeout(this.nearing);
    this.cy.destroy();
  }

  private take(): void {
    if (this.data.rev !== this.rev) {
      const first = this.rev === null;
      this.rev = this.data.rev;
      this.build();
      if (first) this.fit();
    }
    this.mark();
    this.write();
    this.folding.take(this.data);
    this.redraw();
  }

  // --- organisations ---------------------------------------------------------------------------

  /** Brings organisations up to date; those that stay keep where they are. */
  private build(): void {
    const { cy, data } = this;
    const kept = this.kept;
    const framed = data.framed ?? (data.nests ?? []).length > 0;
    const nests = new Set((data.nests ?? []).map((nest) => nest.id));
    const ids = new Set([...data.actors.map((actor) => actor.id), ...nests]);
    cy.batch(() => {
      // a frame takes what is in it along when it goes: those inside step out first
      cy.nodes(":child").filter((node) => ids.has(node.id())).move({ parent: null });
      cy.nodes().filter((node) => !ids.has(node.id())).remove();
      for (const { id, name } of data.nests ?? []) {
        if (cy.getElementById(id).empty()) cy.add({ group: "nodes", classes: "nest", data: { id, name, label: name, d: 0, tone: "#e9e4da", shape: "round-rectangle" }, selectable: false });
      }
      for (const actor of data.actors) {
        const shown = {
          name: actor.name, label: actor.name, tone: `${actor.tone}`, d: DIAMETERS[actor.size ?? 1] ?? 34,
          shape: actor.shape === "square" ? "round-rectangle" : "ellipse",
        };
        const node = cy.getElementById(actor.id);
        const parent = actor.parent && nests.has(actor.parent) ? actor.parent : null;
        const place = this.placeOf(actor, kept);
        if (node.empty()) cy.add({ group: "nodes", data: { id: actor.id, ...shown }, position: place });
        else {
          node.data(shown);
          if (this.nested !== framed) node.position(place);
        }
        if (parent) cy.getElementById(actor.id).move({ parent });
      }
    });
    const turned = this.nested !== framed;
    this.nested = framed;
    this.prepare();
    if (turned) this.fit();
  }

  private get kept(): Map<string, { x: number; y: number }> {
    // in frames organisations have places of their own
    const where = `${this.given.key}${this.data.framed ? ":nested" : ""}`;
    let kept = moved.get(where);
    if (!kept) moved.set(where, (kept = new Map()));
    return kept;
  }

  private placeOf(actor: Actor, kept: ReadonlyMap<string, { x: number; y: number }>): { x: number; y: number } {
    const own = kept.get(actor.id);
    if (own) return { ...own };
    if (typeof actor.x === "number" && typeof actor.y === "number") return { x: actor.x, y: actor.y };
    const i = this.data.actors.indexOf(actor);
    // without a layout: a sunflower, so that nobody lies on anybody
    const turn = i * 2.399963;
    const reach = 60 * Math.sqrt(i);
    return { x: reach * Math.cos(turn), y: reach * Math.sin(turn) };
  }

  /** Lays the pairs out in plain arrays: ten thousand lines are drawn from them in each frame. */
  private prepare(): void {
    const known = this.data.pairs.filter((pair) => this.cy.getElementById(pair.a).nonempty() && this.cy.getElementById(pair.b).nonempty());
    this.scene = {
      pairs: known,
      ends: new Float64Array(known.length * 4),
      radii: new Float64Array(known.length * 2),
      chosen: -1,
      dimmed: new Uint8Array(known.length),
      signs: null,
      asked: new Set(),
      scale: this.data.projector ? 1.35 : 1,
    };
    this.prepareLayers();
    this.index.clear();
    known.forEach((pair, i) => {
      for (const id of [pair.a, pair.b]) {
        const list = this.index.get(id);
        if (list) list.push(i);
        else this.index.set(id, [i]);
      }
    });
    this.cy.nodes().forEach((node) => this.place(node));
    this.settle();
  }

  private prepareLayers(): void {
    const there = (id: string) => this.cy.getElementById(id).nonempty();
    const relations = (this.data.relations ?? []).filter((one) => there(one.a) && there(one.b));
    const lanes = new Map<string, number>();
    this.layers = {
      relations,
      layers: new Map((this.data.layers ?? []).map((layer) => [layer.kind, layer])),
      ends: new Float64Array(relations.length * 4),
      radii: new Float64Array(relations.length * 2),
      lanes: Int16Array.from(relations, (one) => {
        const key = `${one.a}|${one.b}`;
        lanes.set(key, (lanes.get(key) ?? 0) + 1);
        return lanes.get(key) ?? 1;
      }),
      dimmed: new Uint8Array(relations.length),
      scale: this.data.projector ? 1.35 : 1,
    };
    this.tied.clear();
    relations.forEach((one, i) => {
      for (const id of [one.a, one.b]) this.tied.set(id, [...(this.tied.get(id) ?? []), i]);
    });
  }

  /** Chooses places for names and signs; again, a moment after a hand has moved something. */
  private settle(): void {
    clearTimeout(this.placing);
    const nodes = this.cy.nodes().filter((node) => !node.hasClass("nest"));
    this.ground = undefined;
    if (nodes.length > CHOOSY) return;
    const { scene } = this;
    const spots = nodes.toArray().map((node) => ({ ...(node as cytoscape.NodeSingular).position(), r: Number(node.data("d")) / 2 }));
    const lines: Line[] = scene.pairs.map((pair, i) => {
      const [ax = 0, ay = 0, bx = 0, by = 0] = scene.ends.subarray(4 * i, 4 * i + 4);
      return { ax, ay, bx, by, weight: 1 + 0.8 * Math.max(pair.says_a ?? 0, pair.says_b ?? 0) };
    });
    const framed = nodes.map((node) => (node as cytoscape.NodeSingular).isChild());
    const settings = nodes.map((node, i) => {
      const ways = settingsOf(String(node.data("name")), TYPE * scene.scale, ACROSS * scene.scale);
      return framed[i] ? ways.slice(0, 1) : ways;
    });
    const named = placeNames(spots, settings, lines, framed);
    this.ground = { spots, lines, names: named.map(({ box }) => box) };
    this.cy.batch(() => nodes.forEach((node, i) => {
      const { where, text } = named[i] ?? { where: "bottom" as const, text: "" };
      node.data({ label: text, ...beside(where, Number(node.data("d")) / 2) });
    }));
    this.sign();
  }

  /** Gives signs their places; they need less room the nearer one goes, as they stop growing. */
  private sign(): void {
    const { scene } = this;
    if (!this.ground) return;
    const { spots, lines, names } = this.ground;
    const zoom = this.cy.zoom();
    this.signedAt = zoom;
    const grown = scene.scale * (zoom > 1.3 ? 1.3 / zoom : 1);
    const wanted = lines.flatMap((line, i) => {
      const pair = scene.pairs[i];
      const [ra = 0, rb = 0] = scene.radii.subarray(2 * i, 2 * i + 2);
      return pair ? wantedOn(i, Math.hypot(line.bx - line.ax, line.by - line.ay), ra, rb, pair.says_a, pair.says_b, grown) : [];
    });
    this.scene = { ...scene, signs: placeSigns(lines, spots, names, wanted, grown) };
    const waiting = wanted.length - (this.scene.signs?.length ?? 0);
    set(this.root, "data-signs-waiting", String(waiting));
    this.hint.hidden = waiting === 0;
    if (waiting) setText(this.hint, this.words.say("signs_wait", { count: waiting }));
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
        node.toggleClass("chosen", on);
        node.toggleClass("dimmed", light !== null && !light.has(node.id()) && !node.hasClass("nest"));
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

  private style(): cytoscape.StylesheetJson {
    const grown = this.data.projector ? 1.35 : 1;
    return [
      {
        selector: "node",
        style: {
          width: "data(d)", height: "data(d)", shape: "data(shape)" as "ellipse", "background-color": "data(tone)",
          "border-width": 3, "border-color": "#fff", label: this.named ? "data(label)" : "", "font-family": FONT,
          "font-size": TYPE * grown, color: "#1c2530", "text-wrap": "wrap", "text-valign": "bottom", "text-margin-y": 5,
          "text-max-width": this.data.actors.length > CHOOSY ? `${ACROSS * grown}px` : "900px", "line-height": 1.15, "text-outline-color": "#faf8f4", "text-outline-width": 3, "min-zoomed-font-size": 7,
        },
      },
      {
        selector: "node[valign]",
        style: {
          "text-valign": "data(valign)" as "top", "text-halign": "data(halign)" as "left",
          "text-margin-x": "data(dx)" as unknown as number, "text-margin-y": "data(dy)" as unknown as number,
        },
      },
      {
        selector: ".nest",
        style: {
          shape: "round-rectangle", "background-color": "#8b8577", "background-opacity": 0.07, "border-width": 1.5,
          "border-color": "#8b8577", "text-valign": "top", "text-margin-y": -4, padding: "26px", "font-weight": 700 as unknown as "bold",
          "compound-sizing-wrt-labels": "include", "text-max-width": "400px",
        },
      },
      { selector: ".dimmed", style: { opacity: 0.25 } },
      { selector: ".chosen", style: { "border-color": "#e08a00", "border-width": 5, "font-weight": 700 as unknown as "bold", opacity: 1, "min-zoomed-font-size": 0 } },
    ];
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
      const beside = this.layers.relations[nearestRelation(this.camera, this.layers, x, y)];
      const hit = nearest(this.camera, this.scene, x, y);
      const pair = beside ?? (hit >= 0 ? this.scene.pairs[hit] : undefined);
      this.choose(pair ? { kind: "pair", a: pair.a, b: pair.b } : { kind: "none" }, pair?.of);
    });
    cy.on("position", "node", (event) => {
      this.place(event.target as cytoscape.NodeSingular);
      this.later();
    });
    cy.on("dragfree", "node", (event) => {
      const node = event.target as cytoscape.NodeSingular;
      for (const one of node.isParent() ? node.descendants() : node) {
        const { x, y } = one.position();
        this.kept.set(one.id(), { x, y });
        // in frames the places are worked out from who belongs to whom: only those of the open picture are kept
        if (!this.nested) {
          this.given.setTriggerValue("moved", { id: one.id(), x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 });
        }
      }
    });
    cy.on("dragfree", "node", () => (this.placing = setTimeout(() => {
      this.settle();
      this.ask();
      this.redraw();
    }, 120)));
    cy.on("viewport", () => {
      this.glide();
      const near = this.cy.zoom() > 1.3 || this.signedAt > 1.3;
      if (!near || Math.abs(this.cy.zoom() / this.signedAt - 1) < 0.15 || !this.ground) return;
      clearTimeout(this.nearing);
      this.nearing = setTimeout(() => this.resign(), 140);
    });
    cy.on("mouseover", "node", (event) => this.point((event.target as cytoscape.NodeSingular).id()));
    cy.on("mouseout", "node", () => this.point(null));
  }

  private resign(): void {
    this.sign();
    this.ask();
    this.redraw();
  }

  private point(id: string | null): void {
    this.pointed = id;
    this.ask();
    this.later();
  }

  private choose(selection: Selection, of?: [string, string]): void {
    const name = (id: string) => String(this.cy.getElementById(id).data("name"));
    if (selection.kind === "actor") setText(this.live, this.words.say("chosen", { name: name(selection.id) }));
    if (selection.kind === "pair") setText(this.live, this.words.say("chosen", { name: `${name(selection.a)} – ${name(selection.b)}` }));
    this.data = { ...this.data, selected: selection };
    this.mark();
    this.redraw();
    this.given.setTriggerValue("select", of ? { kind: "pair", a: of[0], b: of[1] } : selection);
  }

  private get camera(): { zoom: number; x: number; y: number } {
    const { x, y } = this.cy.pan();
    return { zoom: this.cy.zoom(), x, y };
  }

  /** While thousands of lines glide, the picture that is there is moved; it is drawn anew when they rest. */
  private glide(): void {
    if (this.scene.pairs.length <= MANY) {
      this.later();
      return;
    }
    const now = this.camera;
    const ratio = now.zoom / this.drawnAt.zoom;
    this.lines.style.transform = `translate(${now.x - this.drawnAt.x * ratio}px, ${now.y - this.drawnAt.y * ratio}px) scale(${ratio})`;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.redraw(), 140);
  }

  private later(): void {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.redraw();
    });
  }

  private redraw(): void {
    const { clientWidth: w, clientHeight: height } = this.paper;
    if (w < 10 || height < 10) return;
    this.drawnAt = this.camera;
    this.lines.style.transform = "";
    const { zoom, x, y } = this.drawnAt;
    set(this.paper, "data-camera", [zoom, x, y].map((value) => value.toFixed(4)).join(" "));
    draw(this.lines, this.drawnAt, this.scene, this.layers, w, height);
    this.folding.place(this.cy);
  }

  private fit(): void {
    if (this.paper.clientWidth > 10 && this.cy.nodes().nonempty()) this.cy.fit(undefined, 28);
    this.redraw();
  }

  // --- around the drawing ------------------------------------------------------------------------

  private zoomButtons(): HTMLElement {
    const by = (factor: number) =>
      this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
    const button = (key: string, label: string, press: () => void) =>
      h("button", { type: "button", class: "icon", "aria-label": this.words.say(key), title: this.words.say(key), onclick: press }, label);
    return h("div", { class: "zoom", role: "group", "aria-label": this.words.say("zoom") },
      button("zoom_in", "+", () => by(1.4)),
      button("zoom_out", "−", () => by(1 / 1.4)),
      button("zoom_whole", "○", () => this.fit()));
  }

  private write(): void {
    const { data, words } = this;
    const ties = data.pairs.filter((pair) => Math.max(pair.says_a ?? 0, pair.says_b ?? 0) > 0).length;
    set(this.paper, "aria-label", words.say("network", { actors: data.actors.length, ties }));
    set(this.root, "data-projector", data.projector ?? false);
    set(this.legend, "aria-label", words.say("legend"));
    const line = (kind: number) => {
      const style = STYLES[kind];
      return s("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" },
        s("path", { d: "M1,7H33", stroke: style?.ink ?? "", "stroke-width": style?.width ?? 1, "stroke-dasharray": style?.dash.join(" ") || null, "stroke-linecap": kind === 6 ? "round" : "butt" }));
    };
    const entry = (sign: Element, text: string) => h("li", {}, sign, text);
    this.legend.replaceChildren(
      ...data.levels.map(({ level, name }) => entry(line(level), words.say("level", { level, name }))),
      entry(h("b", { class: "differs", "aria-hidden": "true" }, "≠"), words.say("contradicted")),
      entry(line(5), words.say("silent")),
      entry(h("span", { class: "unasked", "aria-hidden": "true" }, "··?··"), words.say("unasked")),
      ...(data.layers ?? []).map((layer) => entry(
        s("svg", { width: 40, height: 14, viewBox: "0 0 40 14", "aria-hidden": "true" },
          s("path", { d: layer.arrow ? "M1,7H32" : "M1,7H39", stroke: layer.ink, "stroke-width": 2, "stroke-dasharray": layer.dash.join(" ") || null }),
          layer.arrow ? s("path", { d: "M40,7L30,2.5V11.5Z", fill: layer.ink }) : null),
        layer.name)),
      ...(data.tones ?? []).map(({ tone, text }) => entry(s("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, s("circle", { cx: 8, cy: 8, r: 7, fill: tone })), text)),
    );
  }
}

function emptyScene(): Scene {
  return { pairs: [], ends: new Float64Array(), radii: new Float64Array(), chosen: -1, dimmed: new Uint8Array(), signs: null, asked: new Set(), scale: 1 };
}

function emptyLayers(): LayerScene {
  return { relations: [], layers: new Map(), ends: new Float64Array(), radii: new Float64Array(), lanes: new Int16Array(), dimmed: new Uint8Array(), scale: 1 };
}

/** A place beside the mark, as cytoscape says it. */
function beside(where: Where, radius: number): { valign: string; halign: string; dx: number; dy: number } {
  const slant = where.includes("-");
  const across = where.endsWith("right") ? 1 : where.endsWith("left") ? -1 : 0;
  const up = where.startsWith("top") ? -1 : where.startsWith("bottom") ? 1 : 0;
  const back = slant ? 5 - radius * 0.25 : 5;
  return {
    valign: up < 0 ? "top" : up > 0 ? "bottom" : "center",
    halign: across < 0 ? "left" : across > 0 ? "right" : "center",
    dx: across * back,
    dy: up * back,
  };
}

export default component<NetworkData, Network>((root, given) => new Network(root, given));
