/** How wide words are, and where long ones break: without asking the page, so that nothing is laid out twice. */
export const FONT = '"Atkinson Hyperlegible Next", system-ui, sans-serif';
let pen: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();

/** The width of a line in pixels. */
export function measure(line: string, size: number): number {
  let width = widths.get(line);
  if (width === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    if (pen) pen.font = `400 100px ${FONT}`;
    width = pen ? pen.measureText(line).width : line.length * 52;
    if (widths.size > 5000) widths.clear();
    widths.set(line, width);
  }
  // chosen names are bold, a little wider
  return (width * size * 1.03) / 100;
}

/** Forget all widths: the font has come. */
export function fontCame(): void {
  widths.clear();
}

/** Breaks a name into at most three lines, at spaces and after hyphens; no letter is left out. */
export function wrapped(text: string, size: number, room: number): string[] {
  if (measure(text, size) <= room) return [text];
  const parts = text.split(/(?<=[\s\-/])/u);
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line && measure(line + part.trimEnd(), size) > room && lines.length < 2) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}
