/** The keys of a deck: a registry in which every binding says what it does, for the help to list. */

export interface Binding {
  /**
   * Characters, whatever key types them, and codes, as `KeyboardEvent.keyCode` gives them for letters and for keys that
   * type no character.
   */
  readonly codes: readonly (number | string)[];
  /** Whether the codes are those of keys, whatever these type: reveal.js's bindings of authors mean it so. */
  readonly isRaw?: boolean;
  /** The keys as the help shows them, parted by commas. */
  readonly keys: string;
  /** What the keys do, as the help says it. */
  readonly help: string;
  /** Whether the binding also works while the deck is paused. */
  readonly always?: boolean;
  /** Whether a code wants Shift (`true`), refuses it (`false`), or takes both and asks `event` itself. */
  readonly shift?: boolean | undefined;
  /** Returns `false` where the key should keep its usual meaning in the page. */
  readonly run: (event: KeyboardEvent) => unknown;
}

/** The question marks of keyboards: Latin, Arabic, and as wide as a Chinese character. */
export const QUESTION = ["?", "؟", "？"];

/**
 * The code of a key by the letter that it types, on any layout; 0 for a character that is no letter.
 *
 * A letter of another script counts as the Latin one in its place: who writes Russian has no other keys.
 */
export function codeOf({ key, code, keyCode }: KeyboardEvent): number {
  // Keys with a name, those of clickers that name none, and what scripts send.
  if (key.length !== 1) return key === "Dead" ? 0 : keyCode;
  const isOther = /(?![\p{sc=Latn}\p{sc=Zyyy}])[\p{L}\p{M}]/u.test(key);
  const letter = isOther ? /Key(.)/.exec(code)?.[1] : code === "Space" ? " " : key;
  return /^[a-z ]$/i.test(letter ?? "") ? letter!.toUpperCase().charCodeAt(0) : 0;
}

export class Keys {
  private bindings: readonly Binding[] = [];

  /** Binds keys; later bindings win over earlier ones. Returns what unbinds them. */
  bind(binding: Binding): () => void {
    this.bindings = [...this.bindings, binding];
    return () => {
      this.bindings = this.bindings.filter((one) => one !== binding);
    };
  }

  find(event: KeyboardEvent, paused: boolean): Binding | undefined {
    const { key, keyCode, shiftKey } = event;
    const typed = codeOf(event);
    return this.bindings.findLast(
      ({ codes, isRaw, shift = shiftKey, always }) =>
        (codes.includes(key) || (codes.includes(isRaw ? keyCode : typed) && shift === shiftKey)) && (!paused || always),
    );
  }

  /** Every binding with a help text, first bound first. */
  list(): readonly Binding[] {
    return this.bindings.filter((binding) => binding.help);
  }
}
