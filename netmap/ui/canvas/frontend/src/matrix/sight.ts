/** What of a table larger than its frame is in sight, in words; buttons that lead to the rest; shades where more is hidden. */
import { h, set, setAria, setText } from "../shared/dom";
import { Words } from "../shared/strings";

/** Pixels that may be cut off of what still counts as seen. */
const SLACK = 2;

export class Sight {
  readonly bar: HTMLElement;
  private readonly said = h("span");
  private readonly before: HTMLButtonElement;
  private readonly after: HTMLButtonElement;
  private readonly watch: ResizeObserver;
  private waiting = 0;

  constructor(
    private readonly frame: HTMLElement,
    private readonly around: HTMLElement,
    private readonly words: Words,
  ) {
    this.before = this.button("‹", "columns_before", -1);
    this.after = this.button("›", "columns_after", 1);
    this.bar = h("div", { class: "sight", hidden: true }, this.said, this.before, this.after);
    this.frame.addEventListener("scroll", () => this.later(), { passive: true });
    this.watch = new ResizeObserver(() => this.later());
    this.watch.observe(this.frame);
  }

  /** Looks again, also after what stands in the table has changed. */
  look(): void {
    const frame = this.frame;
    const corner = frame.querySelector<HTMLElement>(".corner");
    if (!corner) return;
    // rows and columns stop at the edge of the heads, so that none is half hidden behind them
    frame.style.setProperty("--heads", `${corner.offsetWidth}px`);
    frame.style.setProperty("--head", `${corner.offsetHeight}px`);
    const wide = frame.scrollWidth - frame.clientWidth;
    const tall = frame.scrollHeight - frame.clientHeight;
    const more = wide > SLACK || tall > SLACK;
    if (more) {
      const box = frame.getBoundingClientRect();
      const seen = (heads: Iterable<Element>, start: "left" | "top", end: "right" | "bottom", from: number, to: number): Record<string, number> => {
        const all = [...heads].map((head) => head.getBoundingClientRect());
        const whole = all.map((one) => one[start] >= from - SLACK && one[end] <= to + SLACK);
        // where none fits whole: the ones that are partly there
        const there = whole.includes(true) ? whole : all.map((one) => one[end] > from + SLACK && one[start] < to - SLACK);
        return { first: there.indexOf(true) + 1, last: there.lastIndexOf(true) + 1, all: all.length };
      };
      const left = box.left + corner.offsetWidth;
      const top = box.top + corner.offsetHeight;
      const columns = seen(frame.querySelectorAll("thead th:not(.corner)"), "left", "right", left, box.left + frame.clientWidth);
      const rows = seen(frame.querySelectorAll("tbody th"), "top", "bottom", top, box.top + frame.clientHeight);
      setText(this.said, [this.words.say("columns_seen", columns), this.words.say("rows_seen", rows)].join(" · "));
    }
    this.bar.hidden = !more;
    for (const button of [this.before, this.after]) button.hidden = wide <= SLACK;
    // not disabled: the button at the end would lose the focus
    setAria(this.before, "disabled", frame.scrollLeft <= SLACK);
    setAria(this.after, "disabled", frame.scrollLeft >= wide - SLACK);
    this.shade("left", frame.scrollLeft > SLACK);
    this.shade("right", frame.scrollLeft < wide - SLACK);
    this.shade("below", frame.scrollTop < tall - SLACK);
  }

  leave(): void {
    this.watch.disconnect();
    cancelAnimationFrame(this.waiting);
  }

  private later(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.look());
  }

  private shade(side: string, there: boolean): void {
    set(this.around, `data-more-${side}`, there);
  }

  private button(sign: string, key: string, step: number): HTMLButtonElement {
    const label = this.words.say(key);
    const turn = (): void => {
      const corner = this.frame.querySelector<HTMLElement>(".corner");
      this.frame.scrollBy({ left: step * (this.frame.clientWidth - (corner?.offsetWidth ?? 0)) });
    };
    return h("button", { type: "button", class: "button sign", "aria-label": label, title: label, onClick: turn }, sign);
  }
}
