/** A table whose cells can be chosen: a real table for screen readers, one tab stop, arrow keys from cell to cell. */
import { h, set, setAria } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { Sight } from "./sight";
import type { Cell, MatrixData } from "./types";

class Matrix {
  private readonly head = h("thead");
  private readonly body = h("tbody");
  private readonly caption = h("caption", { class: "unseen" });
  private readonly legend = h("ul", { class: "legend" });
  private readonly frame: HTMLElement;
  private readonly sight: Sight;
  private data: MatrixData;
  private drawn = "";
  private buttons = new Map<string, HTMLButtonElement>();
  private current = "";

  constructor(
    private readonly root: HTMLElement,
    private given: Arguments<MatrixData>,
  ) {
    this.data = given.data;
    this.frame = h("div", { class: "frame" }, h("table", {}, this.caption, this.head, this.body));
    const around = h("div", { class: "around" }, this.frame);
    this.sight = new Sight(this.frame, around, new Words(given.data.strings));
    this.root.replaceChildren(h("div", { class: "sheet" }, this.sight.bar, around, this.legend));
    this.root.lang = document.documentElement.lang || "de";
    this.body.addEventListener("click", (event) => this.choose(event.target));
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("focusin", (event) => this.focused(event.target));
    this.draw();
  }

  update(given: Arguments<MatrixData>): void {
    this.given = given;
    this.data = given.data;
    this.draw();
  }

  leave(): void {
    this.sight.leave();
  }

  private draw(): void {
    const { selected, ...rest } = this.data;
    const content = JSON.stringify(rest);
    if (content !== this.drawn) {
      this.drawn = content;
      this.build();
    }
    const chosen = selected ? key(selected.row, selected.column) : "";
    if (!this.buttons.has(this.current)) this.current = this.buttons.has(chosen) ? chosen : (this.buttons.keys().next().value ?? "");
    for (const [where, button] of this.buttons) {
      setAria(button, "pressed", where === chosen);
      set(button, "tabindex", where === this.current ? 0 : -1);
    }
  }

  private build(): void {
    const data = this.data;
    this.caption.textContent = data.caption;
    this.frame.style.setProperty("--height", `${data.height}px`);
    this.head.replaceChildren(
      h("tr", {}, h("th", { class: "corner", scope: "col" }, h("span", { class: "unseen" }, data.corner)),
        ...data.columns.map((column) => h("th", { scope: "col" }, column.name))),
    );
    const cells = new Map(data.cells.map((cell) => [key(cell.row, cell.column), cell]));
    this.buttons.clear();
    this.body.replaceChildren(
      ...data.rows.map((row) =>
        h("tr", {}, h("th", { scope: "row" }, row.name),
          ...data.columns.map((column) => this.cell(cells.get(key(row.id, column.id)), row.name, column.name))),
      ),
    );
    // without a cell to choose, the keyboard scrolls the frame itself
    const still = this.buttons.size === 0;
    set(this.frame, "tabindex", still ? 0 : null);
    set(this.frame, "role", still ? "region" : null);
    set(this.frame, "aria-label", still ? data.caption : null);
    this.legend.replaceChildren(
      ...data.legend.map((entry) =>
        h("li", {}, h("span", { class: look(entry.tone, entry.hatched, "swatch"), "aria-hidden": "true" }, entry.sign ?? ""), entry.text)),
    );
    this.legend.hidden = data.legend.length === 0;
    this.sight.look();
  }

  private cell(cell: Cell | undefined, row: string, column: string): HTMLTableCellElement {
    if (!cell) return h("td", { class: "cell blank" });
    const inside = [
      h("span", { class: "word" }, cell.sign ? h("b", { "aria-hidden": "true" }, `${cell.sign} `) : null, cell.word),
      ...(cell.lines ?? []).map((line) => h("small", {}, line)),
    ];
    if (cell.idle) return h("td", { class: look(cell.tone, cell.hatched, "cell") }, ...inside);
    const heard = [row, column, cell.word, ...(cell.lines ?? []), cell.text].filter(Boolean).join(", ");
    const button = h("button", { type: "button", "aria-label": heard, "data-cell": key(cell.row, cell.column) }, ...inside);
    this.buttons.set(key(cell.row, cell.column), button);
    return h("td", { class: look(cell.tone, cell.hatched, "cell") }, button);
  }

  private choose(target: EventTarget | null): void {
    const where = placeOf(target);
    if (!where) return;
    this.focused(target);
    const [row, column] = where.split("\u001f");
    this.given.setTriggerValue("select", { row, column });
  }

  private focused(target: EventTarget | null): void {
    const where = placeOf(target);
    if (!where) return;
    set(this.buttons.get(this.current) ?? this.body, "tabindex", this.buttons.has(this.current) ? -1 : null);
    this.current = where;
    set(this.buttons.get(where)!, "tabindex", 0);
  }

  private key(event: KeyboardEvent): void {
    const where = placeOf(event.target);
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!where || !step) return;
    event.preventDefault();
    const [row, column] = where.split("\u001f");
    let y = this.data.rows.findIndex((one) => one.id === row);
    let x = this.data.columns.findIndex((one) => one.id === column);
    // over cells that cannot be chosen to the next one that can
    for (;;) {
      y += step[0]!;
      x += step[1]!;
      const next = this.data.rows[y] && this.data.columns[x] && key(this.data.rows[y]!.id, this.data.columns[x]!.id);
      if (!next) return;
      const button = this.buttons.get(next);
      if (button) {
        button.focus();
        return;
      }
    }
  }
}

function key(row: string, column: string): string {
  return `${row}\u001f${column}`;
}

function look(tone: string, hatched: boolean | undefined, kind: string): string {
  return `${kind} ${tone}${hatched ? " hatched" : ""}`;
}

function placeOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest("[data-cell]")?.getAttribute("data-cell") ?? null) : null;
}

export default component<MatrixData, Matrix>((root, given) => new Matrix(root, given));
