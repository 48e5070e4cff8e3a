/** What the signs of the picture mean, as a list below it. */
import { h, s } from "../shared/dom";
import type { Words } from "../shared/strings";
import { STYLES } from "./halves";
import type { NetworkData, Shape } from "./types";

/** The outline of a group of kinds, empty: its colour says the pillar. */
function outline(shape: Shape): SVGElement {
  const look = { fill: "#fff", stroke: "#55606e", "stroke-width": 2 };
  if (shape === "square") return s("rect", { x: 2, y: 2, width: 14, height: 14, rx: 2.5, ...look });
  if (shape === "diamond") return s("path", { d: "M9,1L17,9L9,17L1,9Z", ...look });
  if (shape === "hexagon") return s("path", { d: "M17,9L13,16H5L1,9L5,2H13Z", ...look });
  return s("circle", { cx: 9, cy: 9, r: 7, ...look });
}

export function entries(data: NetworkData, words: Words): Element[] {
  const line = (kind: number) => {
    const style = STYLES[kind];
    return s("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" },
      s("path", { d: "M1,7H33", stroke: style?.ink ?? "", "stroke-width": style?.width ?? 1, "stroke-dasharray": style?.dash.join(" ") || null, "stroke-linecap": kind === 6 ? "round" : "butt" }));
  };
  const entry = (sign: Element, text: string) => h("li", {}, sign, text);
  return [
    ...data.levels.map(({ level, name }) => entry(line(level), words.say("level", { level, name }))),
    entry(h("b", { class: "differs", "aria-hidden": "true" }, "≠"), words.say("contradicted")),
    entry(line(5), words.say("silent")),
    entry(h("span", { class: "unasked", "aria-hidden": "true" }, "··?··"), words.say("unasked")),
    ...(data.layers ?? []).map((layer) => entry(
      s("svg", { width: 40, height: 14, viewBox: "0 0 40 14", "aria-hidden": "true" },
        s("path", { d: layer.arrow ? "M1,7H32" : "M1,7H39", stroke: layer.ink, "stroke-width": 2, "stroke-dasharray": layer.dash.join(" ") || null }),
        layer.arrow ? s("path", { d: "M40,7L30,2.5V11.5Z", fill: layer.ink }) : null),
      layer.name)),
    ...(data.marks ?? []).map(({ sign, text }) => entry(h("b", { class: "mark", "aria-hidden": "true" }, sign), text)),
    ...(data.shapes ?? []).map(({ shape, text }) => entry(s("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, outline(shape)), text)),
    ...(data.tones ?? []).map(({ tone, text }) => entry(s("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, s("circle", { cx: 8, cy: 8, r: 7, fill: tone })), text)),
  ];
}
