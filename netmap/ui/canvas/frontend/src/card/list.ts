/** The card as a table with a form in each row: everything a drag does, done with single taps or keys. */
import { h, set, setText } from "../shared/dom";
import type { Desk } from "./desk";
import { drawing, intoSector, placed, ringMiddle, ringOf, sectorOf, startPlace } from "./geometry";
import { notes, ordered, supportsOf, title } from "./speech";
import type { Alter, AlterValues, Ring, Sector } from "./types";

interface Row {
  element: HTMLTableRowElement;
  update(alter: Alter): void;
}
type Options = readonly (readonly [value: string, label: string])[];

export class ListView {
  readonly element = h("div", { class: "list sheet" });
  private readonly body = h("tbody", {});
  private readonly empty = h("p", { class: "hint" });
  private readonly rows = new Map<string, Row>();

  constructor(private readonly desk: Desk) {
    const { words } = desk;
    const heads = ["label", "sector", "closeness", "tie_to_me", "supports", "actions"];
    const table = h(
      "table",
      {},
      h("caption", { class: "unseen" }, words.say("list_caption")),
      h("thead", {}, h("tr", {}, ...heads.map((key) => h("th", { scope: "col" }, words.say(key))))),
      this.body,
    );
    const add = h("button", { type: "button", class: "button", onclick: () => desk.openPalette(null, null) }, words.say("add_entry"));
    this.element.append(table, this.empty, h("p", { class: "list-foot" }, add));
  }

  draw(): void {
    const shown = ordered(this.desk.picture);
    const ids = new Set(shown.map((alter) => alter.id));
    for (const [id, row] of this.rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    // rows keep their order while a hand is in them: a select that jumps away is lost
    const busy = this.element.getRootNode() instanceof ShadowRoot && this.body.contains((this.element.getRootNode() as ShadowRoot).activeElement);
    for (const alter of shown) {
      let row = this.rows.get(alter.id);
      if (!row) {
        row = this.row(alter.id);
        this.rows.set(alter.id, row);
        this.body.append(row.element);
      } else if (!busy) this.body.append(row.element);
      row.update(alter);
    }
    setText(this.empty, this.desk.words.say("empty_list"));
    this.empty.hidden = shown.length > 0;
  }

  focus(id: string): void {
    this.rows.get(id)?.element.querySelector<HTMLElement>("button")?.focus();
  }

  private row(id: string): Row {
    const { desk } = this;
    const { words } = desk;
    const name = h("button", { type: "button", class: "link name", onclick: () => desk.select(id) });
    const flags = h("span", { class: "muted" });
    const shownToo = h("span", { class: "lit-note" }, words.say("lit"));
    const unsaved = h("span", { class: "unsaved-note" }, words.say("not_saved_yet"));
    const alter = () => desk.picture.alters.get(id);
    const change = (values: AlterValues) => desk.change(id, values);
    const sector = this.select("sector", drawing.sectors.map((one) => [one.code, words.say(`sector_${one.code}`)] as const), (value) => {
      const now = alter();
      if (!now) return;
      const place = placed(now) && now.distance > 0 ? intoSector(now, value as Sector) : startPlace(value as Sector, "familiar");
      desk.move(id, { angle: place.angle, distance: place.distance });
    });
    const ring = this.select("closeness", drawing.rings.map((one) => [one.code, words.say(`ring_${one.code}`)] as const), (value) => {
      const now = alter();
      const angle = now?.angle ?? startPlace("friends", "near").angle;
      desk.move(id, { angle, distance: ringMiddle(value as Ring) });
    });
    const tie = this.select(
      "tie_to_me",
      [["unknown", words.say("tie_unknown")], ["strong", words.say("tie_strong")], ["loose", words.say("tie_loose")], ["none", words.say("tie_none")]],
      (value) => change({ ego_tie: value === "unknown" ? null : (value as Alter["ego_tie"]) }),
    );
    const helps = h("span", {});
    const details = h("button", { type: "button", class: "button small", onclick: () => {
      desk.select(id);
      desk.enterPanel();
    } }, words.say("details"));
    const remove = h("button", { type: "button", class: "icon close", title: words.say("delete"), onclick: () => desk.remove(id) }, "×");
    const element = h("tr", {}, h("th", { scope: "row" }, name, " ", flags, " ", shownToo, " ", unsaved), ...[sector, ring, tie, helps].map((cell) => h("td", {}, cell)), h("td", { class: "row-actions" }, details, remove));
    return {
      element,
      update: (now) => {
        const shown = title(now, desk.roles, words);
        setText(name, shown);
        setText(flags, [...(placed(now) ? [] : [words.say(`field_${now.field}`)]), ...notes(now, words, false)].join(" · "));
        unsaved.hidden = !desk.picture.unsaved.has(id);
        const onMap = placed(now);
        this.put(sector, sectorOf(now) ?? "", shown, onMap);
        this.put(ring, ringOf(now.distance) ?? "", shown, onMap);
        this.put(tie, now.ego_tie ?? "unknown", shown, onMap);
        const told = [...supportsOf(now, "received").map((kind) => `→ ${words.say(`support_${kind}`)}`), ...supportsOf(now, "given").map((kind) => `← ${words.say(`support_${kind}`)}`)];
        if (now.burden) told.push(words.say("burden"));
        if (now.conflict) told.push(words.say("conflict"));
        setText(helps, told.length ? told.join(", ") : "–");
        set(details, "aria-label", `${words.say("details")}: ${shown}`);
        set(remove, "aria-label", `${words.say("delete")}: ${shown}`);
        remove.disabled = desk.readOnly;
        const lit = desk.highlighted.has(id);
        shownToo.hidden = !lit;
        set(element, "class", desk.selected === id ? "selected" : lit ? "highlighted" : null);
      },
    };
  }

  private select(key: string, options: Options, chosen: (value: string) => void): HTMLSelectElement {
    const select = h("select", { "data-key": key }, h("option", { value: "" }, "–"), ...options.map(([value, label]) => h("option", { value }, label)));
    select.addEventListener("change", () => select.value && chosen(select.value));
    return select;
  }

  private put(select: HTMLSelectElement, value: string, name: string, enabled: boolean): void {
    if (select.value !== value) select.value = value;
    select.disabled = !enabled || this.desk.readOnly;
    set(select, "aria-label", `${this.desk.words.say(select.dataset["key"] ?? "")}: ${name}`);
  }
}
