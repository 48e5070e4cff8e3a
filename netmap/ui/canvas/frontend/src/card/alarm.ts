/** What was refused and why: it stays to be read until it is closed or work goes on. */
import { h } from "../shared/dom";
import type { Words } from "../shared/strings";
import type { Queue } from "./queue";

export class Alarm {
  readonly element = h("div", { class: "alarm", role: "alert", "aria-atomic": "true" });
  private told = "";

  constructor(private readonly words: Words) {}

  tell(queue: Queue): void {
    const { words } = this;
    const reasons = [...new Set(queue.refusals.map((one) => one.reason ?? words.say("refused")))];
    const told = reasons.join(" ");
    this.element.hidden = reasons.length === 0;
    if (!told || this.told === told) return;
    this.told = told;
    const done = () => {
      queue.refusals.length = 0;
      this.tell(queue);
    };
    const close = h("button", { type: "button", class: "icon close", "aria-label": words.say("close"), onclick: done }, "×");
    this.element.replaceChildren(h("div", {}, h("strong", {}, words.say("not_taken")), ...reasons.map((reason) => h("p", {}, reason))), close);
  }
}
