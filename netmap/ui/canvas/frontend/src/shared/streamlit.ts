/** What Streamlit gives a component of the second generation at every call. */
export interface Arguments<Data> {
  data: Data;
  key: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

/**
 * Makes the default export of a component: one instance for each place in the page.
 *
 * Streamlit calls it again at every change of the data and cleans up only on leaving; a place that
 * already has an instance is therefore updated, never built anew.
 */
export function component<Data, Instance extends { update(given: Arguments<Data>): void; leave(): void }>(
  make: (root: HTMLElement, given: Arguments<Data>) => Instance,
): (given: Arguments<Data>) => () => void {
  const instances = new WeakMap<object, Instance>();
  return (given) => {
    const place = given.parentElement;
    const existing = instances.get(place);
    if (existing) existing.update(given);
    else {
      const root = place.querySelector<HTMLElement>(".nm-root");
      if (root) instances.set(place, make(root, given));
    }
    return () => {
      instances.get(place)?.leave();
      instances.delete(place);
    };
  };
}
