/** The Ressourcenkarte: four fields around the client; people and places are the entries of the Netzwerkkarte. */
import { h, s, set, setText } from "../shared/dom";
import type { Desk } from "./desk";
import { drawing, sectorInk, sectorOf } from "./geometry";
import { intoField } from "./panel";
import { describe, notes, ordered, title } from "./speech";
import { FIELDS, type Alter, type Field } from "./types";

interface Item {
  element: HTMLLIElement;
  button: HTMLButtonElement;
  update(alter: Alter): void;
}

const SLOP = 8;

export class FieldsView {
  readonly element = h("div", { class: "fields" });
  private readonly lists = new Map<Field, HTMLUListElement>();
  private readonly items = new Map<string, Item>();
  private current: string | null = null;

  constructor(private readonly desk: Desk) {
    const { words } = desk;
    for (const field of FIELDS) {
      const list = h("ul", { "aria-label": words.say(`field_${field}`) });
      this.lists.set(field, list);
      const add = h("button", { type: "button", class: "icon add", "aria-label": words.say("add_to", { field: words.say(`field_${field}`) }), onclick: () => this.open(field) }, "+");
      this.element.append(
        h("section", { class: `field ${field}`, "data-field": field },
          h("div", { class: "field-head" }, h("h2", {}, words.say(`field_${field}`)), add),
          h("p", { class: "muted" }, words.say(`field_${field}_hint`)), list),
      );
    }
    this.element.append(h("div", { class: "fields-ego", "aria-hidden": "true" }, words.say("ego")));
    this.element.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const field = target?.closest("[data-field]")?.getAttribute("data-field");
      if (field && !target?.closest("button")) this.open(field as Field);
    });
  }

  /** The field for which new entries are written at the moment. */
  opened: Field = "social";

  private open(field: Field): void {
    if (this.desk.readOnly) return;
    this.opened = field;
    this.desk.openPalette(null, null);
  }

  draw(): void {
    const shown = ordered(this.desk.picture);
    const ids = new Set(shown.map((alter) => alter.id));
    for (const [id, item] of this.items) {
      if (ids.has(id)) continue;
      item.element.remove();
      this.items.delete(id);
    }
    if (!this.current || !ids.has(this.current)) this.current = shown[0]?.id ?? null;
    for (const alter of shown) {
      let item = this.items.get(alter.id);
      if (!item) this.items.set(alter.id, (item = this.item(alter.id)));
      const list = this.lists.get(alter.field);
      if (list && item.element.parentElement !== list) {
        const held = this.current === alter.id && (item.element.getRootNode() as ShadowRoot).activeElement === item.button;
        list.append(item.element);
        if (held) item.button.focus();
      }
      item.update(alter);
    }
  }

  focus(id: string): void {
    this.current = id;
    for (const [other, item] of this.items) set(item.button, "tabindex", other === id ? 0 : -1);
    this.items.get(id)?.button.focus();
  }

  idOf(target: EventTarget | null): string | null {
    return (target instanceof Element ? target.closest("[data-id]") : null)?.getAttribute("data-id") ?? null;
  }

  next(id: string, step: number): string | null {
    const ids = FIELDS.flatMap((field) => [...(this.lists.get(field)?.querySelectorAll("[data-id]") ?? [])].map((one) => one.getAttribute("data-id")));
    const i = ids.indexOf(id);
    return ids.length ? (ids[(i + step + ids.length) % ids.length] ?? null) : null;
  }

  /** The field that lies in a direction of another one: two by two. */
  beside(field: Field, dx: number, dy: number): Field {
    const i = FIELDS.indexOf(field);
    const column = Math.max(0, Math.min(1, (i % 2) + dx));
    const row = Math.max(0, Math.min(1, Math.floor(i / 2) + dy));
    return FIELDS[row * 2 + column] ?? field;
  }

  private item(id: string): Item {
    const { desk } = this;
    const sign = s("svg", { viewBox: "-12 -12 24 24", width: 22, height: 22, "aria-hidden": "true" });
    const name = h("span", { class: "item-name" });
    const note = h("span", { class: "muted" });
    const button = h("button", { type: "button", class: "item", "data-id": id, onclick: () => desk.select(id) });
    button.append(sign, name, note);
    button.addEventListener("focus", () => {
      this.current = id;
      for (const [other, item] of this.items) set(item.button, "tabindex", other === id ? 0 : -1);
    });
    this.dragging(button, id);
    const element = h("li", {}, button);
    let drawn = "";
    return {
      element,
      button,
      update: (alter) => {
        const ink = sectorInk(sectorOf(alter));
        const look = `${alter.human}${alter.deceased}${alter.lost}${ink}${alter.field}`;
        if (look !== drawn) {
          drawn = look;
          const own = alter.field === "personal" || alter.field === "material";
          const hollow = alter.deceased || alter.lost;
          const props = { fill: hollow ? "#fff" : own ? drawing.soft : ink, stroke: ink, "stroke-width": hollow ? 2 : 0, "stroke-dasharray": alter.deceased ? "3 3" : null };
          sign.replaceChildren(
            own ? s("path", { d: "M0,-9L9,0L0,9L-9,0Z", ...props }) : alter.human ? s("circle", { r: 9, ...props }) : s("rect", { x: -9, y: -9, width: 18, height: 18, rx: 5, ...props }),
          );
        }
        setText(name, title(alter, desk.roles, desk.words));
        const told = notes(alter, desk.words, true);
        if (desk.picture.unsaved.has(id)) told.push(desk.words.say("not_saved_yet"));
        setText(note, told.join(" · "));
        set(button, "aria-label", describe(alter, desk.picture, desk.roles, desk.words, desk.highlighted.has(id)));
        set(button, "aria-pressed", String(desk.selected === id));
        set(button, "tabindex", this.current === id ? 0 : -1);
        set(button, "class", `item${desk.highlighted.has(id) ? " highlighted" : ""}${desk.picture.unsaved.has(id) ? " unsaved" : ""}`);
      },
    };
  }

  /** Dragging an entry into another field; the chips of the panel do the same with single taps. */
  private dragging(button: HTMLButtonElement, id: string): void {
    let start: { x: number; y: number } | null = null;
    let dragged = false;
    const fieldAt = (event: PointerEvent): Field | null => {
      for (const section of this.element.querySelectorAll<HTMLElement>("[data-field]")) {
        const box = section.getBoundingClientRect();
        if (event.clientX >= box.left && event.clientX < box.right && event.clientY >= box.top && event.clientY < box.bottom) return section.dataset["field"] as Field;
      }
      return null;
    };
    const end = () => {
      start = null;
      button.style.transform = "";
      button.classList.remove("dragged");
      for (const section of this.element.querySelectorAll(".field.over")) section.classList.remove("over");
    };
    button.addEventListener("pointerdown", (event) => {
      if (this.desk.readOnly || event.button > 0) return;
      start = { x: event.clientX, y: event.clientY };
      dragged = false;
      button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      if (!dragged && Math.hypot(dx, dy) < SLOP) return;
      dragged = true;
      button.classList.add("dragged");
      button.style.transform = `translate(${dx}px, ${dy}px)`;
      const over = fieldAt(event);
      for (const section of this.element.querySelectorAll<HTMLElement>("[data-field]")) section.classList.toggle("over", section.dataset["field"] === over);
    });
    button.addEventListener("pointerup", (event) => {
      const field = dragged ? fieldAt(event) : null;
      end();
      const alter = this.desk.picture.alters.get(id);
      if (field && alter && alter.field !== field) this.desk.move(id, intoField(alter, field));
    });
    button.addEventListener("pointercancel", end);
    button.addEventListener("click", (event) => {
      if (dragged) event.stopImmediatePropagation();
      dragged = false;
    }, { capture: true });
  }
}
