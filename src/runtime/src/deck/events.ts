/** Events of a deck: reveal.js's names, on the deck's element, with the data as properties of the event. */

export type Data = Record<string, unknown>;

export function emitOn(target: EventTarget, type: string, data: Data = {}, bubbles = true): Event {
  const event = new Event(type, { bubbles, cancelable: true });
  for (const key of Object.keys(data)) {
    // A name that the event already has (`target`, `type`) cannot be written.
    if (!(key in event)) (event as unknown as Data)[key] = data[key];
  }
  target.dispatchEvent(event);
  return event;
}

/** Whether a click is one that means what it points at, rather than a new window or a menu. */
export const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  !(button || metaKey || ctrlKey || shiftKey || altKey);

/** Listens until the returned function is called. */
export function listen<T extends Event = Event>(
  target: EventTarget,
  types: string,
  listener: (event: T) => void,
  options?: AddEventListenerOptions | boolean,
): () => void {
  const names = types.split(" ");
  for (const type of names) target.addEventListener(type, listener as EventListener, options);
  return () => {
    for (const type of names) target.removeEventListener(type, listener as EventListener, options);
  };
}
