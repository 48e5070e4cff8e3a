/** The small panel for new entries: role chips, type-ahead and free text; Enter adds one and waits for the next. */
import { h, set, setAria, setText } from "../shared/dom";
import { chips, type ChipGroup } from "./chips";
import type { Desk } from "./desk";
import { drawing, ringOf, sectorOf, startPlace, type Place, type Point } from "./geometry";
import { nameOf } from "./speech";
import type { AlterValues, Field, Ring, Role, Sector } from "./types";

const MOST_CHIPS = 12;
const MOST_HITS = 6;
/** Shorter words end many others by chance. */
const SHORTEST_END = 5;

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

  private get found(): Role[] {
    const typed = fold(this.input.value.trim());
    if (!typed) return [];
    const starts = this.roles.filter((role) => fold(role.label).startsWith(typed));
    const inside = this.roles.filter((role) => !starts.includes(role) && fold(role.label).includes(typed));
    return [...starts, ...inside].slice(0, MOST_HITS);
  }

  private suggest(): void {
    this.marked = -1;
    const { found } = this;
    this.hits.replaceChildren(
      ...found.map((role, i) =>
        h("li", { role: "option", id: `nm-hit-${i}`, "aria-selected": "false", onpointerdown: (event: Event) => {
          event.preventDefault();
          this.take(role);
        } }, role.label, role.sector ? h("span", { class: "muted" }, ` ${this.desk.words.say(`sector_${role.sector}`)}`) : null),
      ),
    );
    this.hits.hidden = found.length === 0;
    set(this.hits, "aria-label", this.desk.words.say("suggestions"));
    setAria(this.input, "expanded", found.length > 0);
    set(this.input, "aria-activedescendant", null);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.found[this.marked]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const many = this.hits.children.length;
      if (!many) return;
      event.preventDefault();
      this.marked = (this.marked + (event.key === "ArrowDown" ? 1 : -1) + many + (this.marked < 0 && event.key === "ArrowUp" ? 1 : 0)) % many;
      [...this.hits.children].forEach((hit, i) => set(hit, "aria-selected", String(i === this.marked)));
      set(this.input, "aria-activedescendant", `nm-hit-${this.marked}`);
    }
  }

  /** Adds what was chosen or typed. A typed word that is a role of the catalogue becomes that role. */
  private take(chosen?: Role): void {
    const typed = this.input.value.trim();
    const role = chosen ?? this.roles.find((one) => fold(one.label) === fold(typed));
    if (!role && !typed) return;
    const meant = role ?? this.roleIn(typed);
    const values: AlterValues = role
      ? { role: role.code, human: role.human, field: role.field, ...(role.child ? { child: true } : {}) }
      : { label: typed, human: meant?.human ?? (this.field !== "infrastructural" && this.onMap), field: meant?.field ?? this.field };
    if (this.onMap) {
      const sector = this.place ? this.sector : (meant?.sector ?? this.sector);
      Object.assign(values, this.host.freePlaceNear(this.place ?? startPlace(sector, this.ring)));
    }
    if (role) Object.assign(values, this.numbered(role));
    this.desk.add(values);
    setText(this.added, this.desk.words.say("added", { name: values.label ?? role?.label ?? typed }));
    this.input.value = "";
    this.suggest();
    this.input.focus({ preventScroll: true });
  }

  /**
   * The role of which typed words tell where such an entry stands: a word among them ("Freundin Eva"), or what one
   * ends with ("Sportverein"). It is no more than a place to begin with: who "Mann der Schwester" is, the words say.
   */
  private roleIn(typed: string): Role | undefined {
    const words = fold(typed).match(/[\p{L}\p{N}]+/gu) ?? [];
    const named = (fits: (word: string, label: string) => boolean) => {
      for (const word of words) {
        const role = this.roles.find((one) => fits(word, fold(one.label)));
        if (role) return role;
      }
      return undefined;
    };
    return named((word, label) => word === label) ?? named((word, label) => label.length >= SHORTEST_END && word.endsWith(label));
  }

  /** The second neighbour is "Nachbar 2": the role alone would not tell them apart. */
  private numbered(role: Role): AlterValues {
    const { desk } = this;
    const names = new Set([...desk.picture.alters.values()].map((alter) => nameOf(alter, desk.roles, desk.words)));
    if (!names.has(role.label)) return {};
    let number = 2;
    while (names.has(`${role.label} ${number}`)) number += 1;
    return { label: `${role.label} ${number}` };
  }
}

function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
