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
 * already has an instance is therefore updated. Only what says that it cannot go on with the new data
 * is built anew, in a root of its own: nothing of the old one stays in the page.
 */
export function component<
  Data,
  Instance extends { update(given: Arguments<Data>): void; leave(): void; outlived?(given: Arguments<Data>): boolean },
>(
  make: (root: HTMLElement, given: Arguments<Data>) => Instance,
): (given: Arguments<Data>) => () => void {
  const instances = new WeakMap<object, Instance>();
  return (given) => {
    const place = given.parentElement;
    const existing = instances.get(place);
    const outlived = existing?.outlived?.(given) ?? false;
    if (existing && !outlived) existing.update(given);
    else {
      const root = place.querySelector<HTMLElement>(".nm-root");
      if (root) instances.set(place, make(outlived ? fresh(root, existing) : root, given));
    }
    return () => {
      instances.get(place)?.leave();
      instances.delete(place);
    };
  };
}

function fresh(root: HTMLElement, old: { leave(): void } | undefined): HTMLElement {
  old?.leave();
  const empty = root.cloneNode(false) as HTMLElement;
  root.replaceWith(empty);
  return empty;
}
