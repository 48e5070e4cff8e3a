/**
 * Gives Streamlit's own English words in the reader's language, mends its markup, takes its one-letter shortcuts away.
 *
 * One observer for the whole page: it changes only texts that are a word of the list, wherever they appear.
 */
import type { Arguments } from "../shared/streamlit";
import { watchConnection } from "./connection";
import { keepLettersFromThePage } from "./keys";
import { fetchLater } from "./later";

interface ShellData {
  words: Record<string, string>;
  /** Said while the connection is away. */
  away: string;
}

const CONNECTION_ERROR = "Connection error";
const ATTRIBUTES = ["aria-label", "aria-valuetext", "placeholder", "title"];
const GAP = /\{\w+\}/;
let words: Record<string, string> = {};
/** Words around something of the page's own, "Help for {label}": what stands before it, behind it, and both in the reader's language. */
let around: { before: string; behind: string; said: string }[] = [];
let away = "";
let observer: MutationObserver | null = null;

export default function shell({ data, parentElement }: Arguments<ShellData>): void {
  words = data.words;
  around = Object.entries(words).filter(([word]) => GAP.test(word)).map(([word, said]) => {
    const [before = "", behind = ""] = word.split(GAP);
    return { before, behind, said };
  });
  away = data.away;
  hideOwnFrame(parentElement);
  mend(document.body);
  if (observer) return;
  keepLettersFromThePage();
  fetchLater();
  watchConnection(() => ({ titles: [CONNECTION_ERROR, words[CONNECTION_ERROR] ?? CONNECTION_ERROR], notice: away }));
  observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach((node) => mend(node));
      else mend(record.target, false);
    }
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
}

/** The component draws nothing: its place in the page takes no room. */
function hideOwnFrame(place: HTMLElement | ShadowRoot): void {
  const host = place instanceof ShadowRoot ? place.host : place;
  const frame = host.closest<HTMLElement>('[data-testid="stElementContainer"], .stElementContainer');
  if (frame) frame.style.display = "none";
}

function translated(text: string): string | null {
  const word = text.trim();
  const whole = Object.hasOwn(words, word) ? words[word] : undefined;
  if (whole !== undefined) return whole === word ? null : text.replace(word, () => whole);
  // labels that carry a name behind a colon: "Open: Karten"
  const colon = word.indexOf(": ");
  const head = colon > 0 ? words[word.slice(0, colon)] : undefined;
  if (head !== undefined && head !== word.slice(0, colon)) return head + word.slice(colon);
  const found = around.find((one) => word.startsWith(one.before) && word.endsWith(one.behind) && word.length > one.before.length + one.behind.length);
  if (!found) return null;
  const own = word.slice(found.before.length, word.length - found.behind.length);
  const filled = found.said.replace(GAP, () => own);
  return filled === word ? null : filled;
}

function mend(node: Node, deep = true): void {
  if (node instanceof Text) {
    const text = node.data ? translated(node.data) : null;
    if (text !== null) node.data = text;
    return;
  }
  if (!(node instanceof Element)) return;
  if (node instanceof HTMLScriptElement || node instanceof HTMLStyleElement) return;
  for (const name of ATTRIBUTES) {
    const value = node.getAttribute(name);
    const text = value ? translated(value) : null;
    if (text !== null) node.setAttribute(name, text);
  }
  repair(node);
  if (deep) for (const child of node.childNodes) mend(child);
}

/** Wrappers between a list and its items hide the items from a screen reader's count. */
function repair(node: Element): void {
  if (!node.matches('ul[data-testid="stSidebarNavItems"]')) return;
  for (const wrapper of node.querySelectorAll(":scope > :not(li)")) {
    if (wrapper.getAttribute("role") !== "presentation") wrapper.setAttribute("role", "presentation");
  }
}
