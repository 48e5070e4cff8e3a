/** One card on the screen: its three views, its panels, and the way of every edit to the server and back. */
import { afterPaint, h, measureSince, set, setText } from "../shared/dom";
import { newId } from "../shared/ids";
import type { Arguments } from "../shared/streamlit";
import type { Words } from "../shared/strings";
import { Alarm } from "./alarm";
import type { Connecting, Desk } from "./desk";
import { FieldsView } from "./fields";
import { placed, ringOf, sectorOf, startPlace, type Place, type Point } from "./geometry";
import { onKey } from "./keys";
import { legend } from "./legend";
import { ListView } from "./list";
import { NetworkView } from "./network";
import { Palette } from "./palette";
import { Panel } from "./panel";
import { byPost, byRun, newest } from "./post";
import { before, compose, openValues, tieValues, whole, type History } from "./picture";
import { queueOf, type Onlooker, type Queue } from "./queue";
import { nameOf, type Roles } from "./speech";
import { Toolbar } from "./toolbar";
import type { Alter, AlterValues, Card, CardData, Edit, Ghost, Picture, TieValues, View } from "./types";
import { pair } from "./types";
import { vocabulary, type Vocabulary } from "./vocabulary";

const NARROW = 700;
const WIDE = 1000;
/** What stands beside the drawing follows once strokes have rested this long. */
const RESTED_MS = 300;
const NO_STEPS: History = { done: [], undone: [] };
/** How a person left a card: a connection that comes back builds the drawing anew, but not from the start. */
const left = new Map<string, { view: View; selected: string | null; withSupports: boolean; lead: unknown }>();

export class Surface implements Desk, Onlooker {
  readonly words: Words;
  readonly roles: Roles;
  picture: Picture;
  selected: string | null = null;
  connecting: Connecting = null;
  withSupports = false;
  view: View;

  readonly network: NetworkView;
  readonly fields: FieldsView;
  private readonly list: ListView;
  private readonly panel: Panel;
  private readonly palette: Palette;
  private readonly toolbar: Toolbar;
  private readonly stage = h("div", { class: "stage sheet" });
  private readonly paper = h("div", { class: "paper" });
  private readonly hint = h("p", { class: "stage-hint" });
  private readonly tips = h("section", { class: "tips sheet" });
  private readonly live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
  private readonly alarm: Alarm;
  private readonly watch: ResizeObserver;
  /** The paper's size as it was last measured: asking again with each stroke would lay the page out each time. */
  private sheet = { w: 0, h: 0 };
  private queue: Queue;
  private data: CardData;
  private card: Card;
  private readonly vocabulary: Vocabulary;
  private led: unknown;
  private rests: ReturnType<typeof setTimeout> | undefined;
  private runs = 0;

  constructor(
    readonly root: HTMLElement,
    private given: Arguments<CardData>,
  ) {
    this.queue = queueOf(given.data.card.id);
    this.data = this.newestOf(given.data);
    this.card = whole(this.data.card);
    this.vocabulary = vocabulary(given.data.words);
    this.words = this.vocabulary.words;
    this.roles = this.vocabulary.roles;
    const before = left.get(given.data.card.id);
    this.view = before?.view ?? given.data.view ?? "network";
    this.selected = before?.selected ?? null;
    this.withSupports = before?.withSupports ?? false;
    this.led = before?.lead;
    this.picture = this.composed();
    this.network = new NetworkView(this);
    this.fields = new FieldsView(this);
    this.list = new ListView(this);
    this.panel = new Panel(this);
    this.palette = new Palette(this, this.network);
    this.toolbar = new Toolbar(this);
    this.alarm = new Alarm(this.words);
    this.build();
    this.queue.settle(given.data.acks);
    this.attach();
    this.picture = this.composed();
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.root);
    this.watch.observe(this.paper);
    this.fit();
    if (this.view !== "network" || !this.network.drawn) this.draw();
    else this.drawAround();
    this.follow();
    if (this.vocabulary.mark) return;
    if (this.data.post) this.runPage();
    else this.queue.ask();
  }

  private build(): void {
    this.root.lang = document.documentElement.lang || "de";
    this.root.style.setProperty("--card-height", `${this.data.height}px`);
    this.root.style.setProperty("--card-above", `${this.data.above ?? 218}px`);
    this.paper.append(this.network.element, this.hint, this.palette.element);
    this.stage.append(this.paper, this.toolbar.zoom, legend(this.words, this.toolbar.supports, this.data.ghosts !== undefined));
    this.root.replaceChildren(
      this.toolbar.element,
      this.alarm.element,
      h("div", { class: "work" }, h("div", { class: "views" }, this.stage, this.fields.element, this.list.element), h("div", { class: "side" }, this.panel.element, this.tips)),
      this.live,
    );
    this.tips.append(h("h2", {}, this.words.say("tips")), ...["tip_add", "tip_move", "tip_connect", "tip_keys"].map((key) => h("p", { class: "muted" }, this.words.say(key))));
    onKey(this);
    this.turn();
  }

  private newestOf(given: CardData): CardData {
    this.queue.openedAs(given.post?.with["page"]);
    return newest(given, this.queue.told);
  }

  private attach(): void {
    const { post } = this.data;
    const { queue } = this;
    const asked = () => byRun((batch) => this.given.setTriggerValue("edits", { ...batch, holds: this.vocabulary.mark }));
    const way = post ? byPost(post, (told) => queue.heard(told), () => queue.out()) : this.readOnly ? null : asked();
    queue.attach(this, way, this.pseudonym);
  }

  /** Has the whole page run: what stands beside the drawing is made anew, and whoever is signed out is told. */
  private runPage(): void {
    this.given.setTriggerValue("edits", { seq: (this.runs += 1), card: this.data.card.id, edits: [], holds: this.vocabulary.mark });
  }

  /** Edits were made or answered. */
  changed(): void {
    const { card } = this.data;
    this.data = newest(this.data, this.queue.told);
    if (this.data.card !== card) this.card = whole(this.data.card);
    this.refresh();
    if (this.data.card.rev === card.rev || !this.data.follows) return;
    clearTimeout(this.rests);
    this.rests = setTimeout(() => this.runPage(), RESTED_MS);
  }

  out(): void {
    this.runPage();
  }

  /** Whether names are hidden from now on, or shown again (views that are not seen hold names, too), or other words are spoken. */
  outlived(given: Arguments<CardData>): boolean {
    return (given.data.pseudonym ?? false) !== this.pseudonym || vocabulary(given.data.words) !== this.vocabulary;
  }

  /** New data from the server: its answers are taken, what is still on its way stays on top. */
  update(given: Arguments<CardData>): void {
    this.given = given;
    const old = this.data;
    if (given.data.card.id !== old.card.id) {
      this.queue.detach(this);
      this.queue = queueOf(given.data.card.id);
      this.selected = null;
    }
    this.data = this.newestOf(given.data);
    this.card = whole(this.data.card);
    if (given.data.view && given.data.view !== old.view) this.view = given.data.view;
    this.queue.settle(given.data.acks);
    this.attach();
    this.refresh();
    this.follow();
  }

  /** Goes where the page leads, once. */
  private follow(): void {
    const { lead } = this.data;
    if (!lead || lead.seq === this.led) return;
    this.led = lead.seq;
    if (lead.view && lead.view !== this.view) this.show(lead.view);
    if (lead.entry && this.picture.alters.has(lead.entry)) this.select(lead.entry);
    else if (lead.field || lead.sector) {
      if (lead.field) this.fields.opened = lead.field;
      this.openPalette(lead.sector ? startPlace(lead.sector, "familiar") : null, null);
    }
  }

  leave(): void {
    const { view, selected, withSupports, led: lead } = this;
    left.set(this.data.card.id, { view, selected, withSupports, lead });
    this.watch.disconnect();
    clearTimeout(this.rests);
    this.queue.detach(this);
  }

  /** The card with what is on its way; while names are hidden, a step back waits for the server, since only old steps hold names. */
  private composed(): Picture {
    return compose(this.card, this.queue.pending, this.pseudonym ? NO_STEPS : this.queue.history);
  }

  private refresh(): void {
    this.picture = this.composed();
    if (this.selected && !this.picture.alters.has(this.selected)) this.selected = null;
    this.draw();
  }

  private draw(): void {
    this.turn();
    if (this.view === "network") {
      if (this.palette.element.parentElement !== this.paper) this.paper.append(this.palette.element);
      this.network.draw();
    } else {
      const place = this.view === "fields" ? this.fields.element : this.list.element;
      if (this.palette.element.parentElement !== place) place.append(this.palette.element);
      if (this.view === "fields") this.fields.draw();
      else this.list.draw();
    }
    this.drawAround();
  }

  /** Shows the view that is chosen and no other. */
  private turn(): void {
    this.stage.hidden = this.view !== "network";
    this.fields.element.hidden = this.view !== "fields";
    this.list.element.hidden = this.view !== "list";
  }

  /** The panels, buttons and hints around the view. */
  private drawAround(): void {
    this.panel.update();
    this.alarm.tell(this.queue);
    set(this.root, "data-view", this.view);
    set(this.root, "data-panel", this.selected !== null);
    this.tips.hidden = this.selected !== null || this.readOnly;
    this.arrange();
    this.toolbar.update(this.queue.pending.length, {
      undo: (this.data.can_undo ?? false) || this.queue.history.done.length > 0 || this.queue.pending.length > 0,
      redo: (this.data.can_redo ?? false) || this.queue.history.undone.length > 0,
    });
    const told = this.connecting
      ? this.words.say(this.connecting.from ? "connect_second" : "connect_first", { name: this.nameById(this.connecting.from) })
      : (this.data.highlight?.text ?? (this.picture.alters.size === 0 && !this.readOnly && !this.palette.open ? this.words.say("empty_card") : ""));
    setText(this.hint, told);
    this.hint.hidden = !told;
    // on paper, too, it has to be said what is lit
    set(this.hint, "data-lit", this.highlighted.size > 0 && !this.connecting);
    set(this.root, "data-unsaved", this.queue.pending.length);
    set(this.root, "data-rev", this.data.card.rev);
  }

  private fit(): void {
    // the style sheet may come after the script: nothing is drawn on paper whose size is not known yet
    if (!getComputedStyle(this.root).getPropertyValue("--petrol")) {
      this.root.style.visibility = "hidden";
      requestAnimationFrame(() => this.root.isConnected && this.fit());
      return;
    }
    this.root.style.visibility = "";
    if (!this.network.drawn) {
      const start = performance.now();
      afterPaint(() => measureSince("netmap card first paint", start));
    }
    const width = this.root.clientWidth;
    set(this.root, "data-width", width >= WIDE && this.data.side !== false ? "wide" : width >= NARROW ? "middle" : "narrow");
    this.sheet = { w: this.paper.clientWidth, h: this.paper.clientHeight };
    this.network.resize(this.sheet.w, this.sheet.h);
    this.arrange();
  }

  /** Where there is no room beside the drawing, the panel floats on the side away from the chosen entry. */
  private arrange(): void {
    const spot = this.selected ? this.network.spotOf(this.selected) : null;
    const left = spot !== null && spot.x > this.sheet.w / 2;
    set(this.panel.element, "data-side", left ? "left" : "right");
    // the legend stays in sight
    const wide = this.root.getAttribute("data-width") === "wide";
    const room = this.view === "network" && !wide ? this.sheet.h : this.stageHeight;
    const narrow = this.root.getAttribute("data-width") === "narrow";
    this.panel.element.style.maxHeight = !narrow ? `${Math.max(300, room - 12)}px` : "";
  }

  private get stageHeight(): number {
    return this.data.height - 70;
  }

  // --- what hands do -------------------------------------------------------------------------

  get readOnly(): boolean {
    return this.data.read_only ?? false;
  }
  get pseudonym(): boolean {
    return this.data.pseudonym ?? false;
  }
  get highlighted(): ReadonlySet<string> {
    return new Set(this.data.highlight?.ids ?? []);
  }
  get ghosts(): readonly Ghost[] {
    return this.data.ghosts ?? [];
  }

  name(alter: Alter): string {
    return nameOf(alter, this.roles, this.words);
  }

  private nameById(id: string | null): string {
    const alter = id === null ? undefined : this.picture.alters.get(id);
    return alter ? this.name(alter) : "";
  }

  select(id: string | null): void {
    const old = this.selected;
    // asked before the panel goes, and with it what may have had the focus
    const within = this.root.contains(this.activeElement);
    this.selected = id;
    if (id) this.palette.close();
    this.draw();
    if (id === null && old && within) this.focusEntry(old);
  }

  enterPanel(): void {
    this.panel.focus();
  }

  openPalette(place: Place | null, at: Point | null): void {
    if (this.readOnly) return;
    const back = this.activeElement;
    this.select(null);
    const field = this.view === "fields" ? this.fields.opened : "social";
    this.palette.show(place, field, at, () => {
      this.draw();
      if (back instanceof HTMLElement || back instanceof SVGElement) back.focus();
    });
    this.draw();
  }

  show(view: View): void {
    this.palette.close();
    this.connecting = null;
    this.view = view;
    this.draw();
    this.fit();
    this.say(this.words.say(`view_${view}`));
  }

  toggleSupports(): void {
    this.withSupports = !this.withSupports;
    this.draw();
  }

  add(values: AlterValues): string {
    const alter = newId();
    this.put({ id: newId(), op: "add", alter, values });
    return alter;
  }

  move(id: string, values: AlterValues): void {
    this.edit("move", id, values);
    const alter = this.picture.alters.get(id);
    if (!alter) return;
    const sector = this.words.say(`field_${alter.field}`);
    this.say(placed(alter) ? this.placeOf(alter) : `${this.name(alter)}: ${sector}`);
  }

  change(id: string, values: AlterValues): void {
    this.edit("set", id, values);
  }

  private edit(op: "move" | "set", id: string, values: AlterValues): void {
    const alter = this.picture.alters.get(id);
    if (!alter || this.readOnly) return;
    this.put({ id: newId(), op, alter: id, values, before: before(alter, values) });
  }

  tie(a: string, b: string, values: TieValues): void {
    const [first, second] = a < b ? [a, b] : [b, a];
    const found = tieValues(this.picture.ties.get(pair(a, b)));
    if (this.readOnly || (found.state === values.state && found.conflict === values.conflict)) return;
    this.put({ id: newId(), op: "tie", a: first, b: second, values, before: found });
    const key = values.state === "known" ? "now_known" : values.state === "none" ? "now_none" : "now_unknown";
    this.say(this.words.say(key, { a: this.nameById(a), b: this.nameById(b) }));
  }

  connect(a: string, b: string): void {
    this.connecting = null;
    const found = this.picture.ties.get(pair(a, b));
    this.tie(a, b, { state: found?.state === "known" ? null : "known", conflict: false });
    this.draw();
  }

  setConnecting(state: Connecting): void {
    if (this.readOnly) return;
    this.connecting = state;
    this.draw();
    if (state) this.say(this.words.say(state.from ? "connect_second" : "connect_first", { name: this.nameById(state.from) }));
  }

  remove(id: string): void {
    const alter = this.picture.alters.get(id);
    if (!alter || this.readOnly) return;
    const name = this.name(alter);
    const ties = [...this.picture.ties.values()].filter((tie) => tie.a === id || tie.b === id);
    const next = this.network.next(id, 1);
    this.selected = null;
    this.put({ id: newId(), op: "delete", alter: id, before: openValues(alter), gone: { alter, ties } });
    this.say(this.words.say("deleted", { name }));
    if (next && next !== id) this.focusEntry(next);
  }

  undo(): void {
    if (!this.readOnly) this.put({ id: newId(), op: "undo" });
    this.say(this.words.say("undone"));
  }

  redo(): void {
    if (!this.readOnly) this.put({ id: newId(), op: "redo" });
    this.say(this.words.say("redone"));
  }

  private put(edit: Edit): void {
    this.queue.refusals.length = 0;
    this.queue.push(edit);
  }

  focusEntry(id: string): void {
    if (this.view === "network") this.network.focus(id);
    else if (this.view === "fields") this.fields.focus(id);
    else this.list.focus(id);
  }

  private get activeElement(): Element | null {
    const root = this.root.getRootNode();
    return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  }

  placeOf(alter: Alter): string {
    const { words } = this;
    return `${this.name(alter)}: ${words.say(`sector_${sectorOf(alter) ?? "family"}`)}, ${words.say(`ring_${ringOf(alter.distance) ?? "far"}`)}`;
  }

  say(text: string): void {
    this.live.textContent = "";
    requestAnimationFrame(() => (this.live.textContent = text));
  }
}
