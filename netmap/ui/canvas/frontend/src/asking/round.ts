/**
 * Where the moderator is: which pair, what has been said so far, what was put off, what is on its way.
 *
 * It lives in the page and never waits for the server, so that keys pressed as fast as one can type do what they
 * would do one by one. An answer names its pair and both sides: it cannot be counted for anything else.
 */
import { newId } from "../shared/ids";
import type { Act, AskingData, Question } from "./types";

export type Side = "a" | "b" | "both";

export const keyOf = (pair: { a: string; b: string }): string => `${pair.a}|${pair.b}`;

const rounds = new Map<string, Round>();

/** The one round of a meeting in this page: leaving the step and coming back takes nothing away. */
export function roundOf(meeting: string): Round {
  let round = rounds.get(meeting);
  if (!round) rounds.set(meeting, (round = new Round()));
  return round;
}

export class Round {
  readonly pending: Act[] = [];
  readonly said = new Map<Side, number>();
  apart = false;
  /** What another browser answered while it was open here, or why an answer was refused. */
  notice: { kind: "elsewhere" | "refused"; text: string } | null = null;
  private questions: readonly Question[] = [];
  private current = "";
  private openHere = false;
  private led = 0;
  private later: string[] = [];
  private readonly settled = new Set<string>();

  take(data: AskingData): void {
    this.questions = data.questions;
    this.settle(data);
    if (data.lead && data.lead.seq !== this.led) {
      this.led = data.lead.seq;
      this.look(keyOf(data.lead));
    }
    const now = this.question;
    if (now && this.openHere && now.asked) {
      // somebody else was faster: nothing half said here may lie over it
      this.notice = { kind: "elsewhere", text: `${now.name_a} – ${now.name_b}` };
      this.look("");
    }
    if (!this.question) this.look(this.next());
    if (this.question && !this.answered(this.question)) this.openHere = true;
  }

  get question(): Question | undefined {
    return this.questions.find((one) => keyOf(one) === this.current);
  }

  /** Number of the pair in the list, from 1; 0 for one beside it. */
  get place(): number {
    return this.list.findIndex((one) => keyOf(one) === this.current) + 1;
  }

  get list(): readonly Question[] {
    return this.questions.filter((one) => !one.beside);
  }

  /** Whose answer the next digit is. */
  get turn(): Side | null {
    if (!this.question) return null;
    if (!this.apart) return "both";
    return this.said.has("a") ? (this.said.has("b") ? null : "b") : "a";
  }

  say(level: number): boolean {
    const side = this.turn;
    if (!side) return false;
    this.said.set(side, level);
    return true;
  }

  part(apart: boolean): void {
    this.apart = apart;
    this.said.clear();
  }

  /** Takes the last digit back. */
  back(): void {
    const last = [...this.said.keys()].at(-1);
    if (last) this.said.delete(last);
    else this.apart = false;
  }

  /** Keeps what is said and goes on to the next pair; without anything said nothing happens. */
  save(): Act | null {
    const question = this.question;
    if (!question || this.said.size === 0) return null;
    const both = this.said.get("both") ?? null;
    const act: Act = {
      id: newId(), a: question.a, b: question.b,
      says_a: this.said.get("a") ?? both, says_b: this.said.get("b") ?? both,
    };
    this.pending.push(act);
    this.notice = null;
    this.look(this.next());
    return act;
  }

  putOff(): void {
    if (!this.current) return;
    this.later = [...this.later.filter((key) => key !== this.current), this.current];
    this.look(this.next());
  }

  private look(key: string): void {
    this.current = key;
    this.said.clear();
    this.apart = false;
    const now = this.question;
    this.openHere = now !== undefined && !this.answered(now);
  }

  private answered(question: Question): boolean {
    return question.asked || this.pending.some((act) => keyOf(act) === keyOf(question));
  }

  /** The first pair not asked yet; those put off come last, in the order in which they were. */
  private next(): string {
    const still = this.list.filter((one) => !this.answered(one)).map(keyOf);
    return still.find((key) => !this.later.includes(key)) ?? this.later.find((key) => still.includes(key)) ?? "";
  }

  private settle(data: AskingData): void {
    for (const { id, ok, reason } of data.acks) {
      const at = this.pending.findIndex((act) => act.id === id);
      if (at < 0 || this.settled.has(id)) continue;
      this.settled.add(id);
      const [act] = this.pending.splice(at, 1);
      if (ok || !act) continue;
      this.notice = { kind: "refused", text: reason ?? "" };
      this.look(keyOf(act));
    }
  }
}
