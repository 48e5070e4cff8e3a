/** Groups of chips: buttons that are on or off, one of them or several. */
import { h, setAria } from "../shared/dom";

export interface ChipGroup {
  element: HTMLElement;
  update(): void;
}

export function chips(
  title: string,
  options: readonly (readonly [key: string, label: string])[],
  isOn: (key: string) => boolean,
  press: (key: string) => void,
  enabled: () => boolean = () => true,
): ChipGroup {
  const buttons = options.map(([key, label]) => {
    const button = h("button", { type: "button", class: "chip", "data-key": key, onclick: () => press(key) }, label);
    return [key, button] as const;
  });
  const element = h(
    "div",
    { class: "chips", role: "group", "aria-label": title },
    h("span", { class: "chips-title", "aria-hidden": "true" }, title),
    h("div", { class: "chips-row" }, ...buttons.map(([, button]) => button)),
  );
  return {
    element,
    update() {
      for (const [key, button] of buttons) {
        setAria(button, "pressed", isOn(key));
        button.disabled = !enabled();
      }
    },
  };
}
