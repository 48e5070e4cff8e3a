/** What the signs mean. It is always there, and printed too. */
import { h, s } from "../shared/dom";
import type { Words } from "../shared/strings";
import { drawing } from "./geometry";

export function legend(words: Words, supports: HTMLElement, compared: boolean): HTMLElement {
  const ink = drawing.soft;
  const line = (props: Record<string, string | number>) => s("path", { d: "M1,8H29", fill: "none", ...props });
  const lines = drawing.lines;
  const ego = () => [s("circle", { cx: 6, cy: 8, r: 6, fill: drawing.ink })];
  const signs: [string, number, SVGElement[]][] = [
    ["human", 16, [s("circle", { cx: 8, cy: 8, r: 7, fill: ink })]],
    ["agency", 16, [s("rect", { x: 1, y: 1, width: 14, height: 14, rx: 4, fill: ink })]],
    ["tie_strong", 30, [line({ stroke: lines.strong.ink, "stroke-width": lines.strong.width })]],
    ["tie_loose", 30, [line({ stroke: lines.loose.ink, "stroke-width": lines.loose.width })]],
    ["burden", 30, [line({ stroke: lines.burden.ink, "stroke-width": lines.burden.width, "stroke-dasharray": "2 5", "stroke-linecap": "round" })]],
    ["conflict", 30, [s("path", { d: "M0,8L4,3L10,13L16,3L22,13L27,4L30,8", fill: "none", stroke: lines.conflict.ink, "stroke-width": lines.conflict.width })]],
    ["acquainted_known", 30, [s("path", { d: "M1,12Q15,-2 29,12", fill: "none", stroke: lines.acquainted.ink, "stroke-width": 1.5 })]],
    ["legend_none", 24, [s("path", { d: "M8,2V14M8,8H23", fill: "none", stroke: lines.none.ink, "stroke-width": lines.none.width })]],
    ["legend_helps_me", 34, [...ego(), line({ d: "M17,8H33", stroke: drawing.ink, "stroke-width": lines.loose.width }), s("path", { d: "M13,8L22,3.8V12.2Z", fill: drawing.ink })]],
    ["legend_i_help", 34, [...ego(), line({ d: "M12,8H26", stroke: drawing.ink, "stroke-width": lines.loose.width }), s("path", { d: "M33,8L24,3.8V12.2Z", fill: drawing.ink })]],
    ["legend_open", 30, [line({ stroke: lines.open.ink, "stroke-width": lines.open.width, "stroke-dasharray": lines.open.dash.join(" ") })]],
    ["care", 16, [s("circle", { cx: 8, cy: 8, r: 7.5, fill: ink }), s("path", { d: drawing.signs.care, transform: "translate(8 8) scale(.75)", fill: "#fff" })]],
    ["flag_child", 16, [s("circle", { cx: 8, cy: 8, r: 4.8, fill: ink })]],
    ["flag_far_away", 16, [s("circle", { cx: 8, cy: 8, r: 7.5, fill: ink }), s("path", { d: "M5,11L11,5M7,5H11V9", fill: "none", stroke: "#fff", "stroke-width": 1.6 })]],
    ["flag_lost", 16, [s("circle", { cx: 8, cy: 8, r: 6.5, fill: "#fff", stroke: ink, "stroke-width": 2 }), s("path", { d: "M4,12L12,4", stroke: ink, "stroke-width": 1.8 })]],
    ["flag_deceased", 16, [s("circle", { cx: 8, cy: 8, r: 6.5, fill: "#fff", stroke: ink, "stroke-width": 2, "stroke-dasharray": "2.6 2.6" })]],
  ];
  if (compared) {
    signs.push(
      ["legend_came", 20, [s("circle", { cx: 10, cy: 8, r: 4, fill: ink }), s("circle", { class: "came", cx: 10, cy: 8, r: 7 })]],
      ["legend_moved", 34, [s("circle", { class: "ghost", cx: 7, cy: 8, r: 6 }), s("path", { class: "ghost-way", d: "M14,8H23" }), s("circle", { cx: 29, cy: 8, r: 5, fill: ink })]],
      ["legend_left", 16, [s("circle", { class: "ghost", cx: 8, cy: 8, r: 6.5 })]],
    );
  }
  return h(
    "ul",
    { class: "legend", "aria-label": words.say("legend") },
    h("li", {}, supports),
    ...signs.map(([key, width, shapes]) => h("li", {}, s("svg", { width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" }, ...shapes), words.say(key))),
  );
}
