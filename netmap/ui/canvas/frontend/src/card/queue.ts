/**
 * Edits on their way to the server. They live in the page, not in the drawing: leaving the view, a
 * rerun or a lost connection takes nothing away. Each is sent again until the server has answered it
 * by its id; the server takes an id only once.
 */
import type { Acknowledgement, Edit, Told } from "./types";
import { advance, type History } from "./picture";
import type { Way } from "./post";

/** The drawing that shows what is in a queue. */
export interface Onlooker {
  /** Something was drawn or answered. */
  changed(): void;
  /** Nobody is signed in any more. */
  out(): void;
}

const FIRST_WAIT_MS = 2_500;
const LONGEST_WAIT_MS = 10_000;
const LARGEST_BATCH = 50;
/** Steps of the arrow keys that follow each other this fast are one move. */
const SAME_MOVE_MS = 900;

/** In the browser's own records: how long the last batch took to the server and back. */
const ANSWERED = "netmap edits answered";

const queues = new Map<string, Queue>();

/** The one queue of a card in this page. */
export function queueOf(card: string): Queue {
  let queue = queues.get(card);
  if (!queue) queues.set(card, (queue = new Queue(card)));
  return queue;
}

export class Queue {
  readonly pending: Edit[] = [];
  readonly history: History = { done: [], undone: [] };
  /** Why edits were refused, until somebody has read it: a drawing built anew still has to say it. */
  readonly refusals: Acknowledgement[] = [];
  private readonly flying = new Set<string>();
  private readonly answered = new Set<string>();
  /** The newest card that a request was answered with; never one with names while names are hidden. */
  told: Told | null = null;
  private hides = false;
  private page: unknown;
  private onlooker: Onlooker | null = null;
  private way: Way | null = null;
  private underWay = new AbortController();
  private seq = 0;
  private wait = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private touched = 0;
  private sentAt = 0;

  constructor(private readonly card: string) {
    for (const event of ["online", "netmap-connected"]) addEventListener(event, () => this.again());
  }

  /**
   * Takes by what name the page is known to the server. A new one comes with a new process, and with it a card from
   * the store: after a restore that is an older one, and what was told before would hide it by its higher number.
   */
  openedAs(page: unknown): void {
    if (page === undefined || page === this.page) return;
    this.page = page;
    this.told = null;
  }

  /** Shows a drawing what happens; without a way of its own (it is only to be looked at) what waits goes the way it went. */
  attach(onlooker: Onlooker, way: Way | null, hides: boolean): void {
    this.onlooker = onlooker;
    this.way = way ?? (this.way?.lasting ? this.way : null);
    this.hides = hides;
    if (this.told?.pseudonym !== hides) this.told = null;
    if (this.flying.size === 0) this.flush();
  }

  /** Takes the way out away; a drawing that has been replaced already takes nothing from its successor. */
  detach(onlooker: Onlooker): void {
    if (this.onlooker !== onlooker) return;
    this.onlooker = null;
    if (!this.way?.lasting) this.way = null;
  }

  /** Takes what a request was answered. */
  heard(told: Told): void {
    // asked for before names were hidden, or shown again: asked once more, it is answered as it may be seen now
    if (told.pseudonym !== this.hides) return this.again();
    if (told.card && told.card.rev >= (this.told?.card?.rev ?? 0)) this.told = told;
    this.settle(told.acks);
    this.onlooker?.changed();
  }

  /** Nobody is signed in any more: all is kept, and the page says so. */
  out(): void {
    this.onlooker?.out();
  }

  push(edit: Edit): void {
    if (!this.joined(edit)) this.pending.push(edit);
    this.touched = performance.now();
    this.guard();
    this.onlooker?.changed();
    queueMicrotask(() => this.flush());
  }

  /** Takes the server's answers. */
  settle(answers: readonly Acknowledgement[]): void {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    for (const edit of [...this.pending]) {
      const answer = byId.get(edit.id);
      if (!answer) continue;
      this.pending.splice(this.pending.indexOf(edit), 1);
      this.flying.delete(edit.id);
      if (this.answered.has(edit.id)) continue;
      this.answered.add(edit.id);
      if (answer.ok) advance(this.history, edit, () => undefined);
      else this.refusals.push(answer);
      this.wait = FIRST_WAIT_MS;
    }
    if (this.flying.size === 0) {
      if (this.sentAt) {
        performance.clearMeasures(ANSWERED);
        performance.measure(ANSWERED, { start: this.sentAt });
        this.sentAt = 0;
      }
      clearTimeout(this.timer);
      this.timer = undefined;
      this.flush();
    }
    this.guard();
  }

  private joined(edit: Edit): boolean {
    const last = this.pending.at(-1);
    if (edit.op !== "move" || last?.op !== "move" || last.alter !== edit.alter) return false;
    if (this.flying.has(last.id) || performance.now() - this.touched > SAME_MOVE_MS) return false;
    last.values = { ...last.values, ...edit.values };
    return true;
  }

  /** Sends what waits, and if nothing does an empty batch: its answer brings what the page lacks. */
  ask(): void {
    if (this.pending.length > 0) this.again();
    else this.way?.send({ seq: this.seq, card: this.card, edits: [] }, this.underWay.signal);
  }

  private flush(): void {
    if (!this.way || this.flying.size > 0 || this.pending.length === 0) return;
    const batch = this.pending.slice(0, LARGEST_BATCH);
    for (const edit of batch) this.flying.add(edit.id);
    this.seq += 1;
    this.sentAt = performance.now();
    this.timer = setTimeout(() => this.again(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    try {
      this.way.send({ seq: this.seq, card: this.card, edits: batch.map(forServer) }, this.underWay.signal);
    } catch (problem) {
      // the connection is away: the timer or the browser's "online" tries again
      console.warn("netmap: edits are kept and sent again", problem);
    }
  }

  private again(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flying.clear();
    // an answer that is late after all would tell of a card that has moved on
    this.underWay.abort();
    this.underWay = new AbortController();
    this.flush();
  }

  private guard(): void {
    if (this.pending.length > 0) addEventListener("beforeunload", warn);
    else if ([...queues.values()].every((queue) => queue.pending.length === 0)) removeEventListener("beforeunload", warn);
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function forServer(edit: Edit): object {
  if (edit.op !== "delete") return edit;
  const { gone: _, ...sent } = edit;
  return sent;
}
