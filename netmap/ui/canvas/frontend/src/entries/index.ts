/** A list of entries to choose from: one element for the whole list, so that a page with many of them is drawn at once. */
import { h, set, setAria } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";

interface Entry {
  id: string;
  title: string;
  under: string;
}

interface EntriesData {
  label: string;
  /** Side by side where there is room, or one below the other. */
  wide: boolean;
  entries: Entry[];
  selected: string | null;
}

class Entries {
  private readonly list = h("ul");
  private buttons = new Map<string, HTMLButtonElement>();
  private drawn = "";

  constructor(root: HTMLElement, private given: Arguments<EntriesData>) {
    root.lang = document.documentElement.lang || "de";
    root.replaceChildren(this.list);
    this.list.addEventListener("click", (event) => this.choose(event.target));
    this.draw();
  }

  update(given: Arguments<EntriesData>): void {
    this.given = given;
    this.draw();
  }

  leave(): void {}

  private draw(): void {
    const { entries, selected, label, wide } = this.given.data;
    set(this.list, "aria-label", label);
    set(this.list, "class", wide ? "wide" : null);
    const content = JSON.stringify(entries);
    if (content !== this.drawn) {
      this.drawn = content;
      this.build(entries);
    }
    for (const [id, button] of this.buttons) setAria(button, "pressed", id === selected);
  }

  private build(entries: Entry[]): void {
    // what stays keeps its node, and with it the focus
    const before = this.buttons;
    this.buttons = new Map(entries.map((entry) => [entry.id, before.get(entry.id) ?? h("button", { type: "button" })]));
    this.list.replaceChildren(
      ...entries.map((entry) => {
        const button = this.buttons.get(entry.id)!;
        button.replaceChildren(h("strong", {}, entry.title), " ", h("span", {}, entry.under));
        return button.parentElement ?? h("li", {}, button);
      }),
    );
  }

  private choose(target: EventTarget | null): void {
    const button = target instanceof Element ? target.closest("button") : null;
    for (const [id, other] of this.buttons) if (other === button) this.given.setTriggerValue("select", { id });
  }
}

export default component<EntriesData, Entries>((root, given) => new Entries(root, given));
