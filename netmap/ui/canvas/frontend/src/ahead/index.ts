/**
 * Asks for the run of the page at once. Streamlit's script does so only after all of it is read and its frame is
 * drawn; until then the server had nothing to do, and afterwards the browser waited for it.
 *
 * Streamlit's script gets the connection that is there, and what came over it once it asks itself. If it asks for
 * anything else, or elsewhere, its own request counts: what is done ahead never says anything that it would not.
 */
import { firstRequest } from "./asking";

const Native = window.WebSocket;
const address = new URL("/_stcore/stream", location.origin.replace(/^http/, "ws")).href;
const token = /\b_streamlit_xsrf=([^;]*)\b/.exec(document.cookie)?.[1] ?? "PLACEHOLDER_AUTH_TOKEN";
const request = firstRequest(location);

const early = new Native(address, ["streamlit", token]);
early.binaryType = "arraybuffer";
let held: unknown[] | null = [];

early.addEventListener("open", () => Native.prototype.send.call(early, request), { once: true });
early.addEventListener("message", (event) => {
  if (held === null) return;
  event.stopImmediatePropagation();
  held.push(event.data);
});
early.send = (data) => {
  early.send = Native.prototype.send;
  if (!same(data, request)) early.send(data);
  setTimeout(handOver);
};

function handOver(): void {
  const waiting = held ?? [];
  held = null;
  for (const data of waiting) early.dispatchEvent(new MessageEvent("message", { data }));
}

function same(data: unknown, known: Uint8Array): boolean {
  return data instanceof Uint8Array && data.length === known.length && data.every((byte, i) => byte === known[i]);
}

window.WebSocket = new Proxy(Native, {
  construct(target, [url, wanted]: [string | URL, string | string[] | undefined]) {
    window.WebSocket = Native;
    // a third word names a session that is to go on
    const fresh = Array.isArray(wanted) && wanted.length === 2 && wanted[0] === "streamlit";
    if (!fresh || early.readyState > Native.OPEN || new URL(url).href !== address) {
      early.close();
      return new target(url, wanted);
    }
    if (early.readyState === Native.OPEN) setTimeout(() => early.dispatchEvent(new Event("open")));
    return early;
  },
});
