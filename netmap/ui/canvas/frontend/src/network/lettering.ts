/** How wide a name is, and how it may be set in lines. */
import type { Setting } from "./placing";

const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
const LEADING = 1.18;
const measuring = document.createElement("canvas").getContext("2d");

/** Letters are at least so high on the screen, in pixels; on the wall where it has 1600 of them, else the same part of it. */
const LEAST = { desk: 12, wall: 20 };
/** They grow in steps, so that a small move of the camera sets no name anew, and not beyond measure. */
const STEP = 1.15;
const MOST = 2.6;

/** How large names are in the picture's units when it is seen from this near. */
export function typeSize(zoom: number, where: "desk" | "wall", usual: number): number {
  // the same bounds as --u of conference.css
  const unit = where === "wall" ? Math.min(1.4, Math.max(0.8, innerWidth / 1600)) : 1;
  const needed = (unit * LEAST[where]) / zoom;
  if (needed <= usual) return usual;
  return Math.min(usual * MOST, usual * STEP ** Math.ceil(Math.log(needed / usual) / Math.log(STEP)));
}

/** The ways to set a name: as wide as is usual first, then in one line, then narrow. */
export function settingsOf(name: string, size: number, across: number): Setting[] {
  const found = new Map<string, Setting>();
  for (const room of [across, across * 1.7, across * 0.68]) {
    const setting = wrapped(name, size, room);
    if (!found.has(setting.text)) found.set(setting.text, setting);
  }
  return [...found.values()];
}

function wrapped(name: string, size: number, across: number): Setting {
  const wide = (text: string) => measuring?.measureText(text).width ?? text.length * size * 0.55;
  if (measuring) measuring.font = `400 ${size}px ${FONT}`;
  const lines: string[] = [];
  let line = "";
  for (const word of name.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && wide(longer) > across) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return { text: lines.join("\n"), w: Math.max(...lines.map(wide)) + 4, h: lines.length * size * LEADING };
}
