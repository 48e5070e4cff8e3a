/** Thousands of marks without a graphics card: drawn plainly, fitted by their places, named where they can be read. */
import type cytoscape from "cytoscape";

/** Letters smaller than this on the screen are not drawn. */
const SMALLEST = 7;
/** Marks and names reach so far beyond the place of their organisation. */
const REACH = 160;

const EDGE = 3;
/** Corners of a mark of radius 1, by the name of its outline. */
const CORNERS: Record<string, readonly (readonly [number, number])[]> = {
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  hexagon: [[1, 0], [0.5, 1], [-0.5, 1], [-1, 0], [-0.5, -1], [0.5, -1]],
};

interface Renderer {
  drawLayeredElements?: (pen: CanvasRenderingContext2D, marks: readonly cytoscape.NodeSingular[], ratio: number, seen: cytoscape.BoundingBox12) => void;
  drawElement?: (pen: CanvasRenderingContext2D, mark: cytoscape.NodeSingular) => void;
}

/** Draws mark by mark what is in sight. Cytoscape would first paint each on a sheet of its own and copy these together. */
export function drawPlainly(cy: cytoscape.Core): void {
  const renderer = (cy as unknown as { renderer(): Renderer }).renderer();
  const layered = renderer.drawLayeredElements?.bind(renderer);
  if (!layered || !renderer.drawElement) return;
  renderer.drawLayeredElements = (pen, marks, ratio, seen) => {
    if (!crowded(marks.length)) {
      layered(pen, marks, ratio, seen);
      return;
    }
    for (const mark of marks) {
      if (!within(mark.position(), seen, REACH)) continue;
      if (mark.isParent() || mark.classes().length > 0 || mark.data("badge")) renderer.drawElement?.(pen, mark);
      else plain(pen, mark);
    }
  };
}

/** What most marks are: one colour with a white edge, as the style sheet has it. */
function plain(pen: CanvasRenderingContext2D, mark: cytoscape.NodeSingular): void {
  const { x, y } = mark.position();
  const r = Number(mark.data("d")) / 2;
  const corners = CORNERS[String(mark.data("shape"))];
  pen.beginPath();
  if (corners) corners.forEach(([dx, dy], i) => (i ? pen.lineTo(x + dx * r, y + dy * r) : pen.moveTo(x + dx * r, y + dy * r)));
  else if (mark.data("shape") === "round-rectangle") pen.roundRect(x - r, y - r, 2 * r, 2 * r, r / 4);
  else pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.closePath();
  pen.fillStyle = String(mark.data("tone"));
  pen.fill();
  pen.lineWidth = EDGE;
  pen.strokeStyle = "#fff";
  pen.stroke();
}

/** Up to so many organisations names choose their places; more are read by going nearer. */
export function crowded(count: number): boolean {
  return count > 260;
}

/** Shows the whole picture; by places alone, as measuring thousands of names takes seconds. */
export function fitPlaces(cy: cytoscape.Core, room: number): void {
  const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
  cy.nodes().forEach((node) => {
    if (node.isParent()) return;
    const { x, y } = node.position();
    const r = Number(node.data("d")) / 2;
    box.x1 = Math.min(box.x1, x - r);
    box.y1 = Math.min(box.y1, y - r);
    box.x2 = Math.max(box.x2, x + r);
    box.y2 = Math.max(box.y2, y + r);
  });
  const [w, h] = [cy.width() - 2 * room, cy.height() - 2 * room];
  const zoom = Math.min(cy.maxZoom(), Math.max(cy.minZoom(), Math.min(w / (box.x2 - box.x1), h / (box.y2 - box.y1))));
  cy.viewport({ zoom, pan: { x: (cy.width() - zoom * (box.x1 + box.x2)) / 2, y: (cy.height() - zoom * (box.y1 + box.y2)) / 2 } });
}

/** Gives names to those in sight, where letters are large enough to be read. */
export function nameInSight(cy: cytoscape.Core, size: number): void {
  const near = cy.zoom() * size >= SMALLEST;
  if (!near && cy.nodes(".read").empty()) return;
  const seen = cy.extent();
  cy.batch(() => cy.nodes().forEach((node) => {
    const read = near && within(node.position(), seen, REACH);
    if (read !== node.hasClass("read")) node.toggleClass("read", read);
  }));
}

function within({ x, y }: { x: number; y: number }, box: cytoscape.BoundingBox12, reach: number): boolean {
  return x > box.x1 - reach && x < box.x2 + reach && y > box.y1 - reach && y < box.y2 + reach;
}
