/**
 * Streamlit runs the page again when somebody presses "r", wherever he is; what was open closes. A single letter must not
 * do anything by itself (WCAG 2.1.4): who speaks to the machine or hits a key by mistake would lose his place.
 */
const LETTERS = new Set(["r", "c"]);

/** The letters reach whatever has the focus, but not the document, where Streamlit listens. */
export function keepLettersFromThePage(): void {
  for (const kind of ["keydown", "keyup"] as const) {
    document.body.addEventListener(kind, (event) => {
      if (LETTERS.has(event.key.toLowerCase())) event.stopPropagation();
    });
  }
}
