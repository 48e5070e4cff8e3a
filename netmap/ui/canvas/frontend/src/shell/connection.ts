/**
 * While the connection is away, people go on drawing: Streamlit's dialog about it, which locks the page, is
 * closed at once, and a quiet notice says what happens to what they do.
 */
const STATE = "data-test-connection-state";
const NOTICE = "netmap-connection";

let lastFocused: HTMLElement | SVGElement | null = null;
let notice: HTMLElement | null = null;

export interface ConnectionWords {
  /** Streamlit's title of the dialog, as it comes and as it is translated. */
  titles: readonly string[];
  notice: string;
}

/** Begins to watch; call once. `words` is asked each time, so that a change of language is followed. */
export function watchConnection(words: () => ConnectionWords): void {
  document.addEventListener("focusin", (event) => {
    const target = event.composedPath()[0];
    const element = target instanceof HTMLElement || target instanceof SVGElement ? target : null;
    if (element && !element.closest('[role="dialog"]')) lastFocused = element;
  });
  const look = () => {
    const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
    tell(state !== undefined && state !== null && state !== "CONNECTED" && state !== "INITIAL", words().notice);
  };
  // the first moments of a page are no loss of connection
  let known = false;
  let connected = false;
  new MutationObserver(() => {
    const state = document.querySelector(`[${STATE}]`)?.getAttribute(STATE);
    const back = state === "CONNECTED";
    // whoever holds something back sends it now
    if (back && !connected && known) dispatchEvent(new Event("netmap-connected"));
    connected = back;
    known ||= back;
    if (known) look();
    closeDialog(words().titles);
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE] });
  known = connected = document.querySelector(`[${STATE}="CONNECTED"]`) !== null;
}

function closeDialog(titles: readonly string[]): void {
  for (const dialog of document.querySelectorAll<HTMLElement>('[role="dialog"]')) {
    const text = dialog.textContent ?? "";
    if (!titles.some((title) => text.startsWith(title)) || dialog.dataset["netmap"] === "closed") continue;
    dialog.dataset["netmap"] = "closed";
    const back = lastFocused;
    dialog.querySelector<HTMLElement>("button")?.click();
    // the dialog gives the focus back to what held it as it opened, but not into a drawing's own tree
    setTimeout(() => back?.isConnected && back.focus({ preventScroll: true }));
  }
}

function tell(away: boolean, text: string): void {
  if (!notice) {
    notice = document.createElement("div");
    notice.id = NOTICE;
    notice.setAttribute("role", "status");
    Object.assign(notice.style, {
      position: "fixed", left: "50%", bottom: "14px", transform: "translateX(-50%)", zIndex: "1000",
      maxWidth: "calc(100vw - 28px)", padding: "10px 16px", borderRadius: "10px", border: "1px solid #9a4a00",
      background: "#fdf0dd", color: "#1c2530", font: '400 16px/1.4 "Atkinson Hyperlegible Next", system-ui, sans-serif',
    });
    document.body.append(notice);
  }
  notice.hidden = !away;
  notice.style.display = away ? "" : "none";
  if (notice.textContent !== (away ? text : "")) notice.textContent = away ? text : "";
}
