/** The pair that is asked now: two views, the ladder, and keys; everything answers at once. */
import { h, set, setAria, setText } from "../shared/dom";
import { component, type Arguments } from "../shared/streamlit";
import { Words } from "../shared/strings";
import { Round, roundOf, type Side } from "./round";
import type { AskingData, Question, View } from "./types";

const AGAIN_MS = 2_500;
const TYPING = "input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog]";

class Asking {
  private readonly words: Words;
  private readonly place = h("p", { class: "place" });
  private readonly kept = h("p", { class: "kept" });
  private readonly heading = h("h2");
  private readonly views = { a: view(), b: view() };
  private readonly pair = h("div", { class: "views" }, this.views.a.box, this.views.b.box);
  private readonly ask = h("h3");
  private readonly rungs = h("div", { class: "ladder", role: "group" });
  private readonly save = h("button", { type: "button", class: "button main", onclick: () => this.act(() => this.round.save()) });
  private readonly part = h("button", { type: "button", class: "button", onclick: () => this.act(() => this.round.part(!this.round.apart)) });
  private readonly later = h("button", { type: "button", class: "button", onclick: () => this.act(() => this.round.putOff()) });
  private readonly notice = h("p", { class: "notice", role: "status" });
  private readonly rest = h("p", { class: "rest" });
  private readonly hint = h("p", { class: "hint" });
  private readonly body: HTMLElement;
  private buttons = new Map<number, HTMLButtonElement>();
  private round: Round;
  private data: AskingData;
  private seq = 0;
  private looked = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onkey = (event: KeyboardEvent) => this.key(event);

  constructor(
    private readonly root: HTMLElement,
    private given: Arguments<AskingData>,
  ) {
    this.data = given.data;
    this.words = new Words(given.data.strings);
    this.round = roundOf(given.data.meeting);
    this.root.lang = document.documentElement.lang || "de";
    const acts = h("div", { class: "acts" }, this.save, this.part, this.later);
    this.body = h("div", { class: "asked" }, this.place, this.heading, this.pair, this.ask, this.rungs, acts);
    this.root.replaceChildren(h("div", { class: "asking" }, this.notice, this.body, this.rest, h("div", { class: "foot" }, this.hint, this.kept)));
    addEventListener("keydown", this.onkey);
    this.take();
  }

  update(given: Arguments<AskingData>): void {
    this.given = given;
    this.data = given.data;
    this.round = roundOf(given.data.meeting);
    this.take();
  }

  leave(): void {
    removeEventListener("keydown", this.onkey);
    clearTimeout(this.timer);
  }

  private take(): void {
    this.round.take(this.data);
    this.draw();
    this.send(false);
  }

  private act(what: () => unknown): void {
    what();
    this.draw();
    this.send(true);
  }

  /** Tells the server all that it has not answered yet, and which pair is open. */
  private send(fresh: boolean): void {
    const { question, pending } = this.round;
    const looked = question ? `${question.a}|${question.b}` : "";
    clearTimeout(this.timer);
    if (pending.length > 0) this.timer = setTimeout(() => this.send(true), AGAIN_MS);
    const moved = looked !== this.looked;
    if (!moved && !(fresh && pending.length > 0)) return;
    this.looked = looked;
    this.seq += 1;
    this.given.setTriggerValue("acts", {
      seq: this.seq,
      acts: pending,
      looks: question ? { a: question.a, b: question.b } : null,
    });
  }

  // --- keys ------------------------------------------------------------------------------------

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !this.round.question) return;
    const at = event.composedPath()[0];
    const target = at instanceof Element ? at : null;
    if (target?.closest(TYPING)) return;
    const done = (what: () => unknown) => {
      event.preventDefault();
      event.stopPropagation();
      this.act(what);
    };
    const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
    if (this.buttons.has(digit)) done(() => this.round.say(digit));
    else if (event.key === "Backspace") done(() => this.round.back());
    else if (event.key.toLowerCase() === "v") done(() => this.round.part(!this.round.apart));
    else if (event.key.toLowerCase() === "s") done(() => this.round.putOff());
    else if (event.key === "Enter" && this.enterSaves(target)) done(() => this.round.save());
  }

  /** Enter on another button presses that button; on the rung that is chosen already it saves. */
  private enterSaves(target: Element | null): boolean {
    const button = target?.closest("button, a[href], summary");
    return !button || button.getAttribute("aria-pressed") === "true";
  }

  // --- drawing ---------------------------------------------------------------------------------

  private draw(): void {
    const { round, words } = this;
    const question = round.question;
    const list = round.list;
    this.body.hidden = !question;
    this.notice.hidden = !round.notice;
    if (round.notice) setText(this.notice, words.say(round.notice.kind, { what: round.notice.text }));
    this.rest.hidden = Boolean(question);
    setText(this.kept, round.pending.length ? words.count("unsaved", round.pending.length) : words.say("saved"));
    set(this.kept, "data-waiting", round.pending.length > 0);
    if (!question) {
      setText(this.rest, list.length ? words.count("all_asked", list.length) : words.say("none"));
      return;
    }
    const place = round.place ? words.say("place", { number: round.place, all: list.length }) : words.say("beside");
    setText(this.place, `${place} · ${question.why}`);
    setText(this.heading, words.say("pair", { one: question.name_a, other: question.name_b }));
    this.side("a", question.name_a, question.says_a);
    this.side("b", question.name_b, question.says_b);
    this.ladder(question);
    const level = round.said.get("both");
    setText(this.save, round.apart ? words.say("save_both") : words.say("agree", { level: level ?? "–" }));
    this.save.disabled = round.said.size === 0;
    setText(this.part, words.say(round.apart ? "together" : "apart"));
    setText(this.later, words.say("later"));
    setText(this.hint, words.say("keys"));
  }

  private side(side: "a" | "b", name: string, was: View | null): void {
    const { box, who, level, text } = this.views[side];
    const { round, words } = this;
    const now = round.said.get(side) ?? round.said.get("both");
    set(box, "data-now", now !== undefined);
    set(box, "data-turn", round.turn === side);
    setText(who, words.say("says", { name }));
    setText(level, now === undefined ? (was ? String(was.level) : "?") : String(now));
    if (now !== undefined) setText(text, words.say("now"));
    else text.replaceChildren(...(was ? [was.name, h("br"), was.on] : [words.say("silent")]));
  }

  private ladder(question: Question): void {
    const { round, words, data } = this;
    const turn: Side | null = round.turn;
    const name = turn === "a" ? question.name_a : question.name_b;
    setText(this.ask, turn === "both" ? words.say("how_far") : turn ? words.say("what_says", { name }) : words.say("both_said"));
    setAria(this.rungs, "disabled", turn === null);
    set(this.rungs, "aria-label", this.ask.textContent);
    const wanted = data.levels.map(({ level }) => level).join();
    if ([...this.buttons.keys()].join() !== wanted) {
      this.buttons = new Map(data.levels.map(({ level, short }) => [level, this.rung(level, short)]));
      this.rungs.replaceChildren(...this.buttons.values());
    }
    for (const [level, button] of this.buttons) {
      setAria(button, "pressed", round.said.get(turn ?? "both") === level);
      button.disabled = turn === null;
    }
  }

  private rung(level: number, short: string): HTMLButtonElement {
    const press = (event: Event) => {
      this.act(() => this.round.say(level));
      // after a click Enter means "save", not "this rung again"
      if (event instanceof MouseEvent && event.detail > 0) (event.currentTarget as HTMLElement).blur();
    };
    return h("button", { type: "button", class: "rung", "aria-pressed": "false", onclick: press }, h("b", {}, String(level)), short);
  }
}

function view() {
  const who = h("span", { class: "who" });
  const level = h("b", { class: "level" });
  const text = h("span", { class: "text" });
  return { box: h("div", { class: "view" }, who, level, text), who, level, text };
}

export default component<AskingData, Asking>((root, given) => new Asking(root, given));
