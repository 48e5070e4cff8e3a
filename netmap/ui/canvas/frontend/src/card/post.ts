/** The two ways of a batch to the server: a request of its own, or a run of the page. */
import type { Batch, CardData, GivenPost, Told } from "./types";

export interface Way {
  /** Goes on while no drawing of the card is there. */
  readonly lasting: boolean;
  send(batch: Batch, stop: AbortSignal): void;
}

/** Through the page: it is gone with the drawing, and the answers come with the page's next data. */
export function byRun(trigger: (batch: Batch) => void): Way {
  return { lasting: false, send: trigger };
}

/** By a request, answered with the card; `out` is told that nobody is signed in any more. */
export function byPost(given: GivenPost, heard: (told: Told) => void, out: () => void): Way {
  const send = async (batch: Batch, stop: AbortSignal) => {
    const answer = await fetch(given.to, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...given.with, ...batch }),
      cache: "no-store",
      signal: stop,
    });
    if (answer.status === 401) return out();
    const told: unknown = await answer.json();
    if (isTold(told)) heard(told);
  };
  return {
    lasting: true,
    // no connection, an error, somebody else's page: whoever sends keeps all and tries again
    send: (batch, stop) => void send(batch, stop).catch(() => undefined),
  };
}

function isTold(told: unknown): told is Told {
  return typeof told === "object" && told !== null && Array.isArray((told as Partial<Told>).acks);
}

/** The newer of what the page was given and what a request was told; names hidden in one are hidden in both. */
export function newest(given: CardData, told: Told | null): CardData {
  if (!told?.card || told.card.id !== given.card.id || told.pseudonym !== (given.pseudonym ?? false)) return given;
  if (told.card.rev < given.card.rev) return given;
  return { ...given, card: told.card, can_undo: told.can_undo, can_redo: told.can_redo };
}
