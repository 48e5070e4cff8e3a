/** Everything about the chosen entry, one tap each. It lies in the component, so that it answers at once. */
import { h, set, setText } from "../shared/dom";
import { chips, type ChipGroup } from "./chips";
import type { Desk } from "./desk";
import { drawing, intoSector, placed, ringMiddle, ringOf, sectorOf, startPlace } from "./geometry";
import { tieValues } from "./picture";
import { acquaintances, nameOf, ordered, supportsOf } from "./speech";
import { FIELDS, SUPPORTS, pair, type Alter, type AlterValues, type Direction, type Field, type Ring, type Sector } from "./types";

export class Panel {
  readonly element = h("section", { class: "panel sheet" });
  private shown: string | null = null;
  private groups: { update(): void }[] = [];

  constructor(private readonly desk: Desk) {
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.desk.select(null);
    });
  }

  private get alter(): Alter | undefined {
    return this.shown === null ? undefined : this.desk.picture.alters.get(this.shown);
  }

  update(): void {
    const id = this.desk.selected;
    const alter = id === null ? undefined : this.desk.picture.alters.get(id);
    this.element.hidden = !alter;
    if (!alter) {
      this.shown = null;
      this.element.replaceChildren();
      return;
    }
    if (this.shown !== alter.id) {
      this.shown = alter.id;
      this.build();
    }
    set(this.element, "aria-label", this.desk.words.say("panel", { name: this.desk.name(alter) }));
    for (const group of this.groups) group.update();
  }

  /** Into the first answer that can be given; where there is only something to look at, onto the first button. */
  focus(): void {
    const open = (which: string) => [...this.element.querySelectorAll<HTMLButtonElement>(which)].find((one) => !one.disabled && one.checkVisibility());
    (open("button.chip") ?? open("button"))?.focus();
  }

  private change(values: AlterValues): void {
    if (this.shown) this.desk.change(this.shown, values);
  }

  private build(): void {
    const more = h("details", { class: "more" }, h("summary", {}, this.desk.words.say("more")));
    // what a conversation asks first is open; the part of life is said by where the mark stands
    const [closeness, sector] = this.places();
    const first = [this.head(), closeness, this.egoTie(), ...this.supports(), this.strain(), this.knows()];
    const rest = [sector, this.care(), this.kind(), this.flags(), this.fields(), this.removal()];
    more.append(...rest.map((group) => group.element));
    this.groups = [...first, ...rest];
    this.element.replaceChildren(...first.map((group) => group.element), more);
  }

  private group(
    title: string,
    options: readonly (readonly [string, string])[],
    isOn: (alter: Alter, key: string) => boolean,
    press: (alter: Alter, key: string) => void,
    shown: (alter: Alter) => boolean = () => true,
  ): ChipGroup {
    const { words } = this.desk;
    const group = chips(
      words.say(title),
      options.map(([key, label]) => [key, words.say(label)] as const),
      (key) => this.alter !== undefined && isOn(this.alter, key),
      (key) => this.alter && press(this.alter, key),
      () => !this.desk.readOnly,
    );
    const update = group.update.bind(group);
    group.update = () => {
      group.element.hidden = !this.alter || !shown(this.alter);
      update();
    };
    return group;
  }

  private head(): ChipGroup {
    const { desk } = this;
    const name = h("h2", {});
    const input = h("input", { type: "text", class: "rename", "aria-label": desk.words.say("label"), maxlength: 120 });
    input.hidden = true;
    const done = () => {
      const label = input.value.trim() || null;
      input.hidden = true;
      name.hidden = rename.hidden = false;
      if (this.alter && label !== null && label !== nameOf(this.alter, desk.roles, desk.words)) this.change({ label });
    };
    const rename = h("button", { type: "button", class: "link", onclick: () => {
      if (!this.alter) return;
      input.value = nameOf(this.alter, desk.roles, desk.words);
      input.hidden = false;
      name.hidden = rename.hidden = true;
      input.focus();
      input.select();
    } }, desk.words.say("rename"));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        done();
        rename.focus();
      } else if (event.key === "Escape") {
        event.stopPropagation();
        input.value = "";
        done();
        rename.focus();
      }
    });
    input.addEventListener("blur", () => !input.hidden && done());
    const close = h("button", { type: "button", class: "icon close", "aria-label": desk.words.say("close"), onclick: () => desk.select(null) }, "×");
    const element = h("div", { class: "panel-head" }, name, input, rename, close);
    return {
      element,
      update: () => {
        if (this.alter) setText(name, nameOf(this.alter, desk.roles, desk.words));
        rename.hidden = !input.hidden || desk.readOnly || desk.pseudonym;
      },
    };
  }

  private places(): [ChipGroup, ChipGroup] {
    const onMap = (alter: Alter) => alter.field === "social" || alter.field === "infrastructural";
    const rings = drawing.rings.map((ring) => [ring.code, `ring_${ring.code}`] as const);
    const sectors = drawing.sectors.map((sector) => [sector.code, `sector_${sector.code}`] as const);
    return [
      this.group("closeness", rings, (alter, ring) => ringOf(alter.distance) === ring, (alter, ring) => this.toRing(alter, ring as Ring), onMap),
      this.group("sector", sectors, (alter, sector) => sectorOf(alter) === sector, (alter, sector) => this.toSector(alter, sector as Sector), onMap),
    ];
  }

  private toRing(alter: Alter, ring: Ring): void {
    if (ringOf(alter.distance) === ring) return;
    const place = placed(alter) ? { angle: alter.angle, distance: ringMiddle(ring) } : startPlace("professionals", ring);
    this.desk.move(alter.id, { angle: place.angle, distance: place.distance });
  }

  private toSector(alter: Alter, sector: Sector): void {
    if (sectorOf(alter) === sector) return;
    const place = placed(alter) && alter.distance > 0 ? intoSector(alter, sector) : startPlace(sector, "familiar");
    this.desk.move(alter.id, { angle: place.angle, distance: place.distance });
  }

  private egoTie(): ChipGroup {
    const options = [["strong", "tie_strong"], ["loose", "tie_loose"], ["none", "tie_none"], ["unknown", "tie_unknown"]] as const;
    return this.group(
      "tie_to_me",
      options,
      (alter, key) => (alter.ego_tie ?? "unknown") === key,
      (_, key) => this.change({ ego_tie: key === "unknown" ? null : (key as Alter["ego_tie"]) }),
      placed,
    );
  }

  private supports(): ChipGroup[] {
    const options = SUPPORTS.map((kind) => [kind, `support_${kind}`] as const);
    return (["received", "given"] as const).map((direction) =>
      this.group(
        direction === "received" ? "gives_me" : "i_give",
        options,
        (alter, kind) => supportsOf(alter, direction).some((one) => one === kind),
        (alter, kind) => this.change({ supports: toggled(alter, kind, direction) }),
        placed,
      ),
    );
  }

  private strain(): ChipGroup {
    const options = [["burden", "burden"], ["conflict", "conflict"]] as const;
    return this.group(
      "strain",
      options,
      (alter, key) => alter[key as "burden" | "conflict"],
      (alter, key) => this.change({ [key]: !alter[key as "burden" | "conflict"] }),
      placed,
    );
  }

  private care(): ChipGroup {
    const options = [["received", "care_received"], ["given", "care_given"], ["both", "care_both"]] as const;
    return this.group(
      "care",
      options,
      (alter, key) => alter.care === key,
      (alter, key) => this.change({ care: alter.care === key ? null : (key as Direction) }),
      placed,
    );
  }

  private kind(): ChipGroup {
    const options = [["human", "human"], ["agency", "agency"]] as const;
    return this.group("kind", options, (alter, key) => alter.human === (key === "human"), (_, key) => this.change({ human: key === "human" }));
  }

  private flags(): ChipGroup {
    const options = (["child", "far_away", "lost", "deceased"] as const).map((flag) => [flag, `flag_${flag}`] as const);
    return this.group(
      "flags",
      options,
      (alter, key) => alter[key as "child"],
      (alter, key) => this.change({ [key]: !alter[key as "child"] }),
      placed,
    );
  }

  private fields(): ChipGroup {
    return this.group(
      "field",
      FIELDS.map((field) => [field, `field_${field}`] as const),
      (alter, field) => alter.field === field,
      (alter, field) => alter.field !== field && this.desk.move(alter.id, intoField(alter, field as Field)),
    );
  }

  private removal(): ChipGroup {
    const button = h("button", { type: "button", class: "button danger", onclick: () => this.shown && this.desk.remove(this.shown) }, this.desk.words.say("delete"));
    return { element: h("div", { class: "removal" }, button), update: () => (button.disabled = this.desk.readOnly) };
  }

  private knows(): ChipGroup {
    const { desk } = this;
    const told = h("span", {});
    const rows = h("div", { class: "knows-rows" });
    const edit = h("button", { type: "button", class: "link", "aria-expanded": "false", onclick: () => {
      const open = rows.hidden;
      rows.hidden = !open;
      set(edit, "aria-expanded", String(open));
      if (open) this.fillKnows(rows);
    } }, desk.words.say("change"));
    rows.hidden = true;
    const element = h("div", { class: "knows" }, told, " ", edit, rows);
    return {
      element,
      update: () => {
        const { alter } = this;
        element.hidden = !alter || !placed(alter);
        if (!alter) return;
        const names = acquaintances(desk.picture, alter.id, "known").flatMap((id) => {
          const other = desk.picture.alters.get(id);
          return other ? [nameOf(other, desk.roles, desk.words)] : [];
        });
        setText(told, `${desk.words.say("knows")}: ${names.length ? desk.words.list(names) : desk.words.say("nobody_yet")}`);
        edit.hidden = desk.readOnly || desk.picture.alters.size < 2;
        if (!rows.hidden) this.fillKnows(rows);
      },
    };
  }

  /** One row for each other entry: known, not known, or not asked; rows that are there already stay. */
  private fillKnows(rows: HTMLElement): void {
    const { desk, alter } = this;
    if (!alter) return;
    const others = ordered(desk.picture).filter((other) => other.id !== alter.id && placed(other));
    const kept = new Map([...rows.children].map((row) => [row.getAttribute("data-other"), row]));
    for (const other of others) {
      const name = desk.name(other);
      let row = kept.get(other.id);
      kept.delete(other.id);
      if (!row) {
        const select = h(
          "select",
          { "aria-label": desk.words.say("tie_between", { a: desk.name(alter), b: name }) },
          ...["unknown", "known", "none", "conflict"].map((state) => h("option", { value: state }, desk.words.say(`acquainted_${state}`))),
        );
        select.addEventListener("change", () => {
          const conflict = select.value === "conflict";
          const state = conflict ? "known" : select.value === "unknown" ? null : (select.value as "known" | "none");
          desk.tie(alter.id, other.id, { state, conflict });
        });
        row = h("label", { "data-other": other.id }, h("span", {}), select);
        rows.append(row);
      }
      const [label, select] = row.children;
      if (label) setText(label, name);
      const tie = tieValues(desk.picture.ties.get(pair(alter.id, other.id)));
      const state = tie.conflict ? "conflict" : (tie.state ?? "unknown");
      if (select instanceof HTMLSelectElement && select.value !== state) select.value = state;
    }
    for (const row of kept.values()) row.remove();
  }
}

/** The supports of an entry with one kind in one direction turned on or off. */
export function toggled(alter: Alter, kind: string, direction: "given" | "received"): string[] {
  const directions = new Set<string>();
  for (const way of ["given", "received"] as const) {
    if (supportsOf(alter, way).some((one) => one === kind)) directions.add(way);
  }
  if (!directions.delete(direction)) directions.add(direction);
  const rest = alter.supports.filter((one) => !one.startsWith(`${kind}:`));
  if (directions.size === 0) return [...rest];
  return [...rest, `${kind}:${directions.size === 2 ? "both" : [...directions][0]}`].sort();
}

/** A field, and the place on the Netzwerkkarte that goes with it: things of one's own have none. */
export function intoField(alter: Alter, field: Field): AlterValues {
  if (field === "personal" || field === "material") return { field, angle: null, distance: null };
  if (placed(alter)) return { field };
  return { field, ...startPlace(field === "social" ? "friends" : "professionals", "familiar") };
}
