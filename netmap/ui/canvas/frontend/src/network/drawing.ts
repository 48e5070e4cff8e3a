/** The canvas of the lines: drawn anew, a frame later, or moved along while thousands glide. */
import type cytoscape from "cytoscape";
import { set } from "../shared/dom";
import { draw, type Scene } from "./halves";
import type { LayerScene } from "./layers";

/** More lines than these are not drawn anew while they glide. */
const MANY = 2500;

export interface Shown {
  scene: Scene;
  layers: LayerScene;
}

export class Drawing {
  private drawnAt = { zoom: 1, x: 0, y: 0 };
  private waiting = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  /** `shown` gives what is drawn, whenever it is; `after` is done whenever it was. */
  constructor(
    private readonly paper: HTMLElement,
    private readonly lines: HTMLCanvasElement,
    private readonly cy: cytoscape.Core,
    private readonly shown: () => Shown,
    private readonly after: () => void,
  ) {}

  get camera(): { zoom: number; x: number; y: number } {
    const { x, y } = this.cy.pan();
    return { zoom: this.cy.zoom(), x, y };
  }

  get size(): string {
    return `${this.paper.clientWidth} ${this.paper.clientHeight}`;
  }

  get cameraSaid(): string {
    const { zoom, x, y } = this.camera;
    return [zoom, x, y].map((value) => value.toFixed(4)).join(" ");
  }

  /** While thousands of lines glide, the picture that is there is moved; it is drawn anew when they rest. */
  glide(): void {
    if (this.shown().scene.pairs.length <= MANY) {
      this.later();
      return;
    }
    const now = this.camera;
    const ratio = now.zoom / this.drawnAt.zoom;
    this.lines.style.transform = `translate(${now.x - this.drawnAt.x * ratio}px, ${now.y - this.drawnAt.y * ratio}px) scale(${ratio})`;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.now(), 140);
  }

  later(): void {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.now();
    });
  }

  now(): void {
    const { clientWidth: w, clientHeight: height } = this.paper;
    if (w < 10 || height < 10) return;
    // whoever rests would draw the same again
    clearTimeout(this.resting);
    this.drawnAt = this.camera;
    this.lines.style.transform = "";
    set(this.paper, "data-camera", this.cameraSaid);
    const { scene, layers } = this.shown();
    draw(this.lines, this.drawnAt, scene, layers, w, height);
    set(this.paper, "data-drawn", this.cy.nodes().nonempty());
    this.after();
  }

  leave(): void {
    clearTimeout(this.resting);
  }
}
