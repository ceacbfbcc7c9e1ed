/** Plugins as reveal.js documents them: `{id, init, destroy}`, or a function that gives one; and its older `dependencies`, scripts that are loaded for the deck. */

import type { Config, Dependency, Plugin } from "./config";
import { make } from "../dom/element";

export type Plugins = ReturnType<typeof plugins>;

export function plugins() {
  const registered: Record<string, Plugin> = {};
  let atOnce = true;
  let api: unknown;

  const init = async (plugin: Plugin) => {
    try {
      const wait = plugin.init?.(api) as Promise<unknown> | undefined;
      if (wait?.then) {
        atOnce = false;
        await wait;
      }
    } catch (error) {
      // A plugin that fails must not take the talk with it.
      console.error("plugin", plugin.id, error);
    }
  };

  return {
    registered,
    /** Adds a plugin; one that comes after the start is set up at once. */
    register(plugin: unknown, name?: string) {
      const made = (typeof plugin === "function" ? (plugin as () => Plugin)() : plugin) as Plugin | undefined;
      if (!made) return;
      const id = name ?? made.id ?? `plugin-${Object.keys(registered).length}`;
      if (registered[id]) return;
      registered[id] = made;
      if (api) void init(made);
    },
    /** Loads the scripts that come first, then sets up every plugin, one after another, each waiting for the promise of the one before. */
    async load({ dependencies, plugins: list }: Config, deck: unknown): Promise<void> {
      if (dependencies[0]) {
        atOnce = false;
        await loadScripts(dependencies, false);
      }
      for (const plugin of list) this.register(plugin);
      api = deck;
      for (const plugin of Object.values(registered)) {
        const ready = init(plugin);
        if (!atOnce) await ready;
      }
    },
    /** Whether no plugin has asked the deck to wait. */
    areAtOnce: () => atOnce,
    destroy() {
      for (const plugin of Object.values(registered)) {
        try {
          plugin.destroy?.();
        } catch (error) {
          console.error(error);
        }
      }
    },
  };
}

/** Loads the scripts that come before the deck, or after it where `isLate`, one after another. One that the page's policy refuses is passed over. */
export async function loadScripts(scripts: Dependency[], isLate: boolean): Promise<void> {
  for (const { src, async: late, condition, callback } of scripts) {
    if (!late === isLate || (condition && !condition())) continue;
    await new Promise((done) => document.head.append(make("script", "", { src, onload: done, onerror: done })));
    callback?.();
  }
}
