/** How cytoscape draws organisations, frames and names. */
import type cytoscape from "cytoscape";
import type { Where } from "./placing";

export const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
export const TYPE = 16;
export const ACROSS = 150;
/** Outlines as cytoscape names them. */
export const SHAPES = { circle: "ellipse", square: "round-rectangle", hexagon: "hexagon", diamond: "diamond" } as const;
/** What is no plain mark: named, pointed at, chosen, stepped back, a frame, or with a sign. */
const UNLIKE = '.read, .pointed, .stood, .chosen, .dimmed, .nest, node[badge]';

export function sheet({ named, crowded, grown }: { named: boolean; crowded: boolean; grown: number }): cytoscape.StylesheetJson {
  return [
    // thousands of plain marks are painted by hand (plainly.ts): cytoscape needs to know how large they are, no more,
    // as it works out each word of a style for each mark
    ...(crowded ? [{ selector: "node", style: { width: "data(d)", height: "data(d)" } as cytoscape.Css.Node }] : []),
    {
      selector: crowded ? UNLIKE : "node",
      style: {
        width: "data(d)", height: "data(d)", shape: "data(shape)" as "ellipse", "background-color": "data(tone)",
        "border-width": 3, "border-color": "#fff", label: named && !crowded ? "data(label)" : "", "font-family": FONT,
        "font-size": TYPE * grown, color: "#1c2530", "text-wrap": "wrap", "text-valign": "bottom", "text-margin-y": 5,
        "text-max-width": crowded ? `${ACROSS * grown}px` : "900px", "line-height": 1.15, "text-outline-color": "#faf8f4", "text-outline-width": 3, "min-zoomed-font-size": 7,
      },
    },
    // of thousands only those have a name that can be read; one that is pointed at or chosen has it from afar, too
    { selector: crowded ? ".read, .pointed, .chosen, .nest" : ".pointed, .chosen, .nest", style: { label: named ? "data(label)" : "" } },
    { selector: ".pointed", style: { "min-zoomed-font-size": 0 } },
    {
      selector: "node[valign]",
      style: {
        "text-valign": "data(valign)" as "top", "text-halign": "data(halign)" as "left",
        "text-margin-x": "data(dx)" as unknown as number, "text-margin-y": "data(dy)" as unknown as number,
      },
    },
    {
      selector: ".nest",
      style: {
        shape: "round-rectangle", "background-color": "#8b8577", "background-opacity": 0.07, "border-width": 1.5,
        "border-color": "#8b8577", "text-valign": "top", "text-margin-y": -4, padding: "42px", "font-weight": 700 as unknown as "bold",
        // names grow when seen from afar: if frames grew with them, they would lie on one another
        "compound-sizing-wrt-labels": "exclude", "min-height-bias-top": "0%", "min-height-bias-bottom": "100%", "text-max-width": "400px",
      } as cytoscape.Css.Node,
    },
    {
      // letters and signs on a mark: which group, what holds others together
      selector: "node[badge]",
      style: {
        "background-image": "data(badge)" as unknown as string[], "background-fit": "contain", "background-clip": "none" as "none",
        "background-width": "84%", "background-height": "84%",
      },
    },
    // the frame is that of this one: its name is the frame's, too
    { selector: ".head", style: { "font-weight": 700 as unknown as "bold" } },
    { selector: ".dimmed", style: { opacity: 0.25 } },
    { selector: ".chosen", style: { "border-color": "#e08a00", "border-width": 5, "font-weight": 700 as unknown as "bold", opacity: 1, "min-zoomed-font-size": 0 } },
    // where the keyboard stands: a ring around the mark, beside that of what is chosen
    { selector: ".stood", style: { "outline-color": "#1c2530", "outline-width": 4, "outline-offset": 4, "outline-opacity": 1, opacity: 1 } as cytoscape.Css.Node },
  ];
}

/** A place beside the mark, as cytoscape says it. */
export function beside(where: Where, radius: number): { valign: string; halign: string; dx: number; dy: number } {
  const slant = where.includes("-");
  const across = where.endsWith("right") ? 1 : where.endsWith("left") ? -1 : 0;
  const up = where.startsWith("top") ? -1 : where.startsWith("bottom") ? 1 : 0;
  const back = slant ? 5 - radius * 0.25 : 5;
  return {
    valign: up < 0 ? "top" : up > 0 ? "bottom" : "center",
    halign: across < 0 ? "left" : across > 0 ? "right" : "center",
    dx: across * back,
    dy: up * back,
  };
}

/** A word of one to three signs on a mark, as a picture that cytoscape can lay on it. */
export function badge(text: string): string {
  const size = [0, 54, 42, 34][Math.min(3, [...text].length)] ?? 34;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" viewBox="0 0 80 80"><text x="40" y="${40 + size * 0.35}" font-family="system-ui,sans-serif" font-size="${size}" font-weight="700" text-anchor="middle" fill="#fff">${text.replace(/[<&]/g, "")}</text></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
