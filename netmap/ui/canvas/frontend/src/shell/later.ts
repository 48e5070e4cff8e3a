/** Fetches what a press may need once the page stands: fetched with the page, it would make everybody wait. */

const LEFT_ALONE = 300;

export function fetchLater(): void {
  const waiting = (window as { netmapLater?: string[] }).netmapLater?.splice(0) ?? [];
  if (waiting.length === 0) return;
  const look = () => {
    if (document.querySelector('[data-test-script-state="running"]')) setTimeout(look, LEFT_ALONE);
    else requestIdleCallback(() => document.head.append(...waiting.map(ahead)));
  };
  setTimeout(look, LEFT_ALONE);
}

function ahead(address: string): HTMLLinkElement {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.crossOrigin = "anonymous";
  link.href = address;
  return link;
}
