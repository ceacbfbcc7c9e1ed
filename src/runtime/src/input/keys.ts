/** The keys of a deck: a registry in which every binding says what it does, for the help to list. */

export interface Binding {
  /** Key codes, as `KeyboardEvent.keyCode` gives them: what presenters' clickers send and reveal.js documents. */
  readonly codes: readonly number[];
  /** The keys as the help shows them, parted by commas. */
  readonly keys: string;
  /** What the keys do, as the help says it. */
  readonly help: string;
  /** Whether the binding also works while the deck is paused. */
  readonly always?: boolean;
  /** Whether it wants Shift (`true`), refuses it (`false`), or takes both and asks `event` itself. */
  readonly shift?: boolean | undefined;
  /** Returns `false` where the key should keep its usual meaning in the page. */
  readonly run: (event: KeyboardEvent) => unknown;
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

  find(code: number, shift: boolean, paused: boolean): Binding | undefined {
    return this.bindings.findLast(
      (binding) => binding.codes.includes(code) && (binding.shift ?? shift) === shift && (!paused || binding.always),
    );
  }

  /** Every binding with a help text, first bound first. */
  list(): readonly Binding[] {
    return this.bindings.filter((binding) => binding.help);
  }
}
