/** The small panel for new entries: role chips, type-ahead and free text; Enter adds one and waits for the next. */
import { h, set, setAria, setText } from "../shared/dom";
import { chips, type ChipGroup } from "./chips";
import type { Desk } from "./desk";
import { drawing, ringOf, sectorOf, startPlace, type Place, type Point } from "./geometry";
import { meaningOf, suggested, type Hit, type Meaning } from "./meaning";
import { nameOf } from "./speech";
import type { AlterValues, Field, Ring, Role, Sector } from "./types";

const MOST_CHIPS = 12;
const MOST_HITS = 6;

export interface PaletteHost {
  /** The free place nearest to a wanted one on the drawing. */
  freePlaceNear(place: Place): Place;
}

export class Palette {
  readonly element = h("section", { class: "palette sheet" });
  private readonly input: HTMLInputElement;
  private readonly hits = h("ul", { class: "hits", role: "listbox", id: "nm-hits" });
  private readonly roleChips = h("div", { class: "chips-row" });
  private readonly added = h("p", { class: "added", role: "status" });
  private readonly where: ChipGroup[];
  private readonly whereTo = h("details", {}, h("summary", {}));
  private place: Place | null = null;
  private sector: Sector = "family";
  private ring: Ring = "familiar";
  private field: Field = "social";
  private marked = -1;
  private back: (() => void) | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly host: PaletteHost,
  ) {
    const { words } = desk;
    this.input = h("input", {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "nm-hits", "aria-autocomplete": "list",
      autocomplete: "off", maxlength: 120, "aria-label": words.say("who_or_what"), placeholder: words.say("who_or_what"),
    });
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.where = [
      chips(words.say("sector"), drawing.sectors.map((one) => [one.code, words.say(`sector_${one.code}`)] as const),
        (key) => key === this.sector, (key) => this.aim({ sector: key as Sector })),
      chips(words.say("closeness"), drawing.rings.map((one) => [one.code, words.say(`ring_${one.code}`)] as const),
        (key) => key === this.ring, (key) => this.aim({ ring: key as Ring })),
    ];
    this.whereTo.append(...this.where.map((group) => group.element));
    const close = h("button", { type: "button", class: "icon close", "aria-label": words.say("close"), onclick: () => this.close() }, "×");
    const submit = h("button", { type: "button", class: "button main", onclick: () => this.take() }, words.say("add"));
    this.element.append(
      h("div", { class: "panel-head" }, h("h2", {}, words.say("new_entry")), close),
      h("div", { class: "entry" }, this.input, submit),
      this.hits,
      this.added,
      h("div", { class: "chips", role: "group", "aria-label": words.say("suggestions") }, this.roleChips),
      this.whereTo,
      h("p", { class: "hint" }, words.say("palette_hint")),
    );
    this.element.hidden = true;
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  show(place: Place | null, field: Field, at: Point | null, back: () => void): void {
    this.back = back;
    this.place = place;
    this.field = field;
    if (place) {
      this.sector = sectorOf(place) ?? this.sector;
      this.ring = ringOf(place.distance) ?? this.ring;
    } else if (field === "infrastructural") this.sector = "professionals";
    this.element.hidden = false;
    set(this.element, "aria-label", this.desk.words.say("new_entry"));
    setText(this.added, "");
    this.input.value = "";
    this.suggest();
    this.update();
    this.stand(at);
    this.input.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.open) return;
    this.element.hidden = true;
    setText(this.added, "");
    this.input.value = "";
    this.back?.();
  }

  /** Beside the tapped point, so that the point stays visible; docked on narrow surfaces by the style sheet. */
  private stand(at: Point | null): void {
    const stage = this.element.parentElement;
    if (!stage) return;
    const room = { w: stage.clientWidth, h: stage.clientHeight };
    const size = { w: this.element.offsetWidth, h: this.element.offsetHeight };
    const point = at ?? { x: room.w, y: 0 };
    const left = point.x < room.w / 2 ? Math.min(point.x + 28, room.w - size.w - 8) : Math.max(8, point.x - size.w - 28);
    const top = Math.max(8, Math.min(point.y - 60, room.h - size.h - 8));
    this.element.style.left = `${Math.round(left)}px`;
    this.element.style.top = `${Math.round(top)}px`;
  }

  private get onMap(): boolean {
    return this.field === "social" || this.field === "infrastructural";
  }

  private aim(where: { sector?: Sector; ring?: Ring }): void {
    this.sector = where.sector ?? this.sector;
    this.ring = where.ring ?? this.ring;
    this.place = startPlace(this.sector, this.ring);
    this.update();
    this.input.focus();
  }

  private get roles(): Role[] {
    return [...this.desk.roles.values()].filter((role) =>
      this.onMap ? role.field === "social" || role.field === "infrastructural" : role.field === this.field,
    );
  }

  private update(): void {
    const { words } = this.desk;
    this.whereTo.hidden = !this.onMap;
    for (const group of this.where) group.update();
    const summary = this.whereTo.firstElementChild;
    const place = `${words.say(`sector_${this.sector}`)} · ${words.say(`ring_${this.ring}`)}`;
    if (summary) setText(summary, words.say("place", { place }));
    const fitting = this.roles.filter((role) => !this.onMap || role.sector === this.sector).slice(0, MOST_CHIPS);
    this.roleChips.replaceChildren(
      ...fitting.map((role) => h("button", { type: "button", class: "chip", onclick: () => this.take(role) }, role.label)),
    );
  }

  private get found(): Hit[] {
    return suggested(this.roles, this.input.value, MOST_HITS);
  }

  private suggest(): void {
    this.marked = -1;
    const { found } = this;
    this.hits.replaceChildren(
      ...found.map((hit, i) =>
        h("li", { role: "option", id: `nm-hit-${i}`, "aria-selected": "false", onpointerdown: (event: Event) => {
          event.preventDefault();
          this.take(hit.role, hit.word);
        } }, hit.word, h("span", { class: "muted" }, ` ${this.about(hit)}`)),
      ),
    );
    this.hits.hidden = found.length === 0;
    set(this.hits, "aria-label", this.desk.words.say("suggestions"));
    setAria(this.input, "expanded", found.length > 0);
    set(this.input, "aria-activedescendant", null);
  }

  /** What a hit is another word for, and the part of life it belongs to. */
  private about({ role, word }: Hit): string {
    const sector = role.sector ? [this.desk.words.say(`sector_${role.sector}`)] : [];
    return [...(word === role.label ? [] : [role.label]), ...sector].join(" · ");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      const hit = this.found[this.marked];
      this.take(hit?.role, hit?.word);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const many = this.hits.children.length;
      if (!many) return;
      event.preventDefault();
      this.marked = (this.marked + (event.key === "ArrowDown" ? 1 : -1) + many + (this.marked < 0 && event.key === "ArrowUp" ? 1 : 0)) % many;
      [...this.hits.children].forEach((hit, i) => set(hit, "aria-selected", String(i === this.marked)));
      set(this.input, "aria-activedescendant", `nm-hit-${this.marked}`);
    }
  }

  /** Adds what was chosen or typed. A typed word that is a role of the catalogue, or another word for one, becomes that role. */
  private take(chosen?: Role, word = chosen?.label): void {
    const typed = word ?? this.input.value.trim();
    if (!typed) return;
    const meant: Meaning = chosen ? { exact: chosen, word, sector: chosen.sector } : meaningOf(this.roles, typed);
    const role = meant.exact;
    const values: AlterValues = role
      ? { role: role.code, human: role.human, field: role.field, ...(role.child ? { child: true } : {}) }
      : { label: typed, human: meant.human ?? (this.field !== "infrastructural" && this.onMap), field: meant.field ?? this.field };
    const called = meant.word ?? typed;
    if (role && called !== role.label) values.label = called;
    if (this.onMap) {
      const sector = this.place ? this.sector : (meant.sector ?? this.sector);
      Object.assign(values, this.host.freePlaceNear(this.place ?? startPlace(sector, this.ring)));
    }
    if (role) Object.assign(values, this.numbered(values.label ?? role.label));
    this.desk.add(values);
    setText(this.added, this.desk.words.say("added", { name: values.label ?? role?.label ?? typed }));
    this.input.value = "";
    this.suggest();
    this.input.focus({ preventScroll: true });
  }

  /** The second neighbour is "Nachbar 2": the role alone would not tell them apart. */
  private numbered(word: string): AlterValues {
    const { desk } = this;
    const names = new Set([...desk.picture.alters.values()].map((alter) => nameOf(alter, desk.roles, desk.words)));
    if (!names.has(word)) return {};
    let number = 2;
    while (names.has(`${word} ${number}`)) number += 1;
    return { label: `${word} ${number}` };
  }
}
