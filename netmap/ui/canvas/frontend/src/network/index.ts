/** The partner network: organisations by cytoscape, the lines between them on a canvas of their own below. */
import cytoscape from "cytoscape";
import { h, set, setText } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { draw, nearest, signSize, type Scene } from "./halves";
import { Folding, keyOf } from "./folding";
import { entries } from "./legend";
import { settingsOf, typeSize } from "./lettering";
import { nearestRelation, type LayerScene } from "./layers";
import { placeNames, placeSigns, readable, wantedOn, type Box, type Line, type Spot } from "./placing";
import { crowded, drawPlainly, fitPlaces, nameInSight } from "./plainly";
import { layersOf, linesAt, sceneOf } from "./scenes";
import { Steps } from "./steps";
import { ACROSS, badge, beside, FONT, SHAPES, sheet, TYPE } from "./style";
import type { Actor, NetworkData, Selection } from "./types";

const MANY = 2500;
/** How wide a place in the rows of a frame is. */
const PLACE = 180;
/** How high the names below a row are. */
const NAMED = 38;
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
  private index = new Map<string, number[]>();
  private tied = new Map<string, number[]>();
  private scene: Scene = sceneOf([], 1);
  private layers: LayerScene = layersOf([], [], 1);
  private placing: ReturnType<typeof setTimeout> | undefined;
  private data: NetworkData;
  private rev: number | string | null = null;
  private drawnAt = { zoom: 1, x: 0, y: 0 };
  private named = false;
  private sized = "";
  private ground: { spots: Spot[]; lines: Line[]; names: Box[] } | undefined;
  private signedAt = 1;
  private lettered = TYPE;
  private namesWait = 0;
  private arranged = 0;
  private fitted: string | undefined;
  private pointed: string | null = null;
  private readonly folding: Folding;
  private readonly hint = h("p", { class: "signs-wait" });
  private nested = false;
  private near: string | null = null;
  private many: boolean;
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
    // the legend first: it takes room from the paper, which then is measured and drawn once
    this.write();
    const many = given.data.actors.length > 600;
    this.many = crowded(given.data.actors.length);
    this.cy = cytoscape({
      container: this.host,
      style: this.sheet(),
      minZoom: 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autounselectify: true,
      textureOnViewport: many,
      pixelRatio: Math.min(2, devicePixelRatio || 1),
    });
    drawPlainly(this.cy);
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
      if (this.sizeNow === this.sized) return;
      this.sized = this.sizeNow;
      this.cy.resize();
      // who has gone nearer stays there: the hints below the picture come and go, too
      if (this.fitted === undefined || this.cameraSaid === this.fitted) this.fit();
      else this.redraw();
    });
    this.cy.resize();
    this.sized = this.sizeNow;
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
      if (first) this.aim();
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
    const many = crowded(data.actors.length);
    if (many !== this.many) {
      this.many = many;
      cy.style(this.sheet());
    }
    const anew = this.arranged !== (data.arranged ?? 0);
    this.arranged = data.arranged ?? 0;
    if (anew) this.kept.clear();
    const kept = this.kept;
    const framed = data.framed ?? (data.nests ?? []).length > 0;
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
      for (const actor of data.actors) {
        const shown = {
          name: actor.name, label: actor.name, tone: `${actor.tone}`, d: DIAMETERS[actor.size ?? 1] ?? 34,
          shape: SHAPES[actor.shape ?? "circle"], said: actor.mark_said ? `${actor.name}, ${actor.mark_said}` : actor.name,
        };
        // a folded frame has its number there, and the signs of those inside below it (folding.ts)
        const sign = actor.mark && !actor.holds ? badge(actor.mark) : undefined;
        const node = cy.getElementById(actor.id);
        const parent = actor.parent && nests.has(actor.parent) ? actor.parent : null;
        const place = this.placeOf(actor, kept);
        // all new ones come at once: one by one they take several times as long
        if (node.empty()) fresh.push({ group: "nodes", data: { id: actor.id, ...shown, ...(sign ? { badge: sign } : {}), ...(parent ? { parent } : {}) }, position: place });
        else {
          node.data(shown);
          if (sign) node.data("badge", sign);
          else node.removeData("badge");
          if (this.nested !== framed || anew) node.position(place);
          if (parent) node.move({ parent });
        }
      }
      cy.add(fresh);
      const heads = new Set([...nests].map(keyOf));
      cy.nodes().forEach((node) => void node.toggleClass("head", heads.has(node.id())));
    });
    const turned = this.nested !== framed;
    this.nested = framed;
    this.prepare();
    const focused = this.near !== (data.near ?? null);
    this.near = data.near ?? null;
    if (turned || anew || focused) this.aim();
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
    const nodes = this.cy.nodes().filter((node) => !node.hasClass("nest"));
    this.ground = undefined;
    if (this.many) return;
    const { scene } = this;
    // names stay readable from where the picture is seen: from afar they are larger than what they stand beside
    const size = this.typeNeeded;
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
    const shown = size > TYPE * this.scale ? readable(named.map(({ box }) => box), spots, rank) : named.map(() => true);
    this.ground = { spots, lines, names: named.flatMap(({ box }, i) => (shown[i] ? [box] : [])) };
    this.namesWait = shown.filter((one) => !one).length;
    set(this.root, "data-names-waiting", String(this.namesWait));
    this.cy.batch(() => nodes.forEach((node, i) => {
      const { where, text } = named[i] ?? { where: "bottom" as const, text: "" };
      node.data({ label: shown[i] ? text : "", waits: shown[i] ? "" : text, ...beside(where, Number(node.data("d")) / 2) });
    }));
    this.cy.nodes().style("font-size", size);
    // the names of the lowest row stand in their frame, too
    for (const nest of this.cy.nodes(".nest")) nest.style("min-height", nest.children().boundingBox({ includeLabels: false }).h + NAMED);
    this.sign();
  }

  /** Gives signs their places; they need less room the nearer one goes, as they stop growing. */
  private sign(): void {
    const { scene } = this;
    if (!this.ground) return;
    const { spots, lines, names } = this.ground;
    const zoom = this.cy.zoom();
    this.signedAt = zoom;
    const grown = signSize(zoom, scene.scale) / zoom;
    const wanted = lines.flatMap((line, i) => {
      const pair = scene.pairs[i];
      const [ra = 0, rb = 0] = scene.radii.subarray(2 * i, 2 * i + 2);
      return pair ? wantedOn(i, Math.hypot(line.bx - line.ax, line.by - line.ay), ra, rb, pair.says_a, pair.says_b, grown) : [];
    });
    this.scene = { ...scene, signs: placeSigns(lines, spots, names, wanted, grown) };
    const waiting = wanted.length - (this.scene.signs?.length ?? 0);
    set(this.root, "data-signs-waiting", String(waiting));
    this.hint.hidden = waiting + this.namesWait === 0;
    const said = [waiting ? this.words.say("signs_wait", { count: waiting }) : "", this.namesWait ? this.words.say("names_wait", { count: this.namesWait }) : ""];
    setText(this.hint, said.filter(Boolean).join(" "));
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
      if (this.many) {
        clearTimeout(this.nearing);
        this.nearing = setTimeout(() => this.read(), 140);
        return;
      }
      if (Math.abs(this.cy.zoom() / this.signedAt - 1) < 0.15 || !this.ground) return;
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
    if (this.typeNeeded === this.lettered) this.sign();
    else this.settle();
    this.ask();
    this.redraw();
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
    this.later();
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
    this.redraw();
    this.given.setTriggerValue("select", of ? { kind: "pair", a: of[0], b: of[1] } : selection);
  }

  private get camera(): { zoom: number; x: number; y: number } {
    const { x, y } = this.cy.pan();
    return { zoom: this.cy.zoom(), x, y };
  }

  private get sizeNow(): string {
    return `${this.paper.clientWidth} ${this.paper.clientHeight}`;
  }

  private get cameraSaid(): string {
    const { zoom, x, y } = this.camera;
    return [zoom, x, y].map((value) => value.toFixed(4)).join(" ");
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
    // whoever rests would draw the same again
    clearTimeout(this.resting);
    this.drawnAt = this.camera;
    this.lines.style.transform = "";
    set(this.paper, "data-camera", this.cameraSaid);
    draw(this.lines, this.drawnAt, this.scene, this.layers, w, height);
    set(this.paper, "data-drawn", this.cy.nodes().nonempty());
    this.folding.place(this.cy);
  }

  private fit(): void {
    this.aim();
    this.redraw();
  }

  /** Brings the whole picture into sight; what is drawn follows. */
  private aim(): void {
    if (this.many && this.paper.clientWidth > 10) {
      fitPlaces(this.cy, 28);
      this.fitted = this.cameraSaid;
    } else if (this.paper.clientWidth > 10 && this.cy.nodes().nonempty()) {
      // names take part in what must fit: as they usually are first, then as large as they must be from there
      if (this.ground) this.cy.nodes().style("font-size", TYPE * this.scale);
      this.cy.fit(undefined, 28);
      // larger names need more room, and from farther away they are larger still
      for (let again = 0; this.ground && again < 4; again++) {
        this.settle();
        this.cy.fit(undefined, 20);
        if (this.typeNeeded === this.lettered) break;
      }
      if (this.ground) this.sign();
      this.fitted = this.cameraSaid;
    }
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
    set(this.root, "data-arranged", String(data.arranged ?? 0));
    set(this.legend, "aria-label", words.say("legend"));
    this.legend.replaceChildren(...entries(data, words));
  }
}

export default component<NetworkData, Network>((root, given) => new Network(root, given));
