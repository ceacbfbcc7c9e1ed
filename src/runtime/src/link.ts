/**
 * The link between the audience's window and the speaker's.
 *
 * Each says where it stands, with a number that grows with every step; whoever knows the lower number follows. So a window
 * that was reloaded finds its place again from the other, and no order of messages matters. It works without a server:
 * the windows know each other as opener and opened, and through a channel where there is one.
 */

import { type Sign, readSign } from "./cast";
import type { Deck } from "./deck";
import { listen } from "./events";
import type { Overlay, State } from "./state";

type Shared = Pick<State, "h" | "v" | "f" | "paused" | "overview" | "autoPaused" | "overlay">;

interface Message {
  /** The address of the deck without its query and hash: two decks of one origin do not mix. */
  readonly deck: string;
  /** The pair of windows; empty for a speaker's page that was opened by hand. */
  readonly pair: string;
  readonly speaker: boolean;
  readonly revision: number;
  readonly state: Shared;
  /** Whether the other is to answer at once. */
  readonly asks?: boolean;
  readonly sign?: Sign | undefined;
}

export interface Link {
  /** The pair that this window is one of, made when first needed. */
  pair(): string;
  /** Takes a window into the conversation. */
  meet(other: Window | null): void;
  send(more?: Pick<Message, "asks" | "sign">): void;
  /** Called when the other was heard. */
  heard(): void;
}

const links = new WeakMap<HTMLElement, Link>();

const deckAddress = location.pathname;
const key = (name: string) => `orate:${name}:${deckAddress}`;

/** What this tab keeps over a reload; nothing where the browser does not let it. */
export const memory = {
  get(name: string): string {
    try {
      return sessionStorage[key(name)] ?? "";
    } catch {
      return "";
    }
  },
  set(name: string, value: string) {
    try {
      sessionStorage[key(name)] = value;
    } catch {}
  },
};

/** The link of a deck; it outlives views that are mounted anew. */
export function linkOf(deck: Deck): Link {
  const found = links.get(deck.root);
  if (found) return found;
  const speaker = deck.isSpeaker;
  let pair = new URLSearchParams(location.search).get("speaker") || memory.get("pair");
  let revision = 0;
  let following = false;
  const windows = new Set<Window>();
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(key("link")) : undefined;
  // From disk, every page has the origin `null`, which cannot be named as a target.
  const target = self.origin === "null" ? "*" : self.origin;

  const link: Link = {
    pair() {
      memory.set("pair", (pair ||= Math.random().toString(36).slice(2)));
      return pair;
    },
    meet: (other) => void (other && windows.add(other)),
    send(more = {}) {
      if (!pair && !speaker) return;
      const { h, v, f, paused, overview, autoPaused, overlay } = deck.state;
      const state = { h, v, f, paused, overview, autoPaused, overlay: overlay?.source ? overlay : null };
      const message: Message = { deck: deckAddress, pair, speaker, revision, state, ...more };
      channel?.postMessage(message);
      for (const other of windows) {
        if (other.closed) windows.delete(other);
        else other.postMessage(message, target);
      }
    },
    heard() {},
  };

  const hear = (data: Message, source?: Window) => {
    if (!deck.root.classList.contains("ready") || data?.deck !== deckAddress || data.speaker === speaker || typeof data.revision !== "number") return;
    const { asks, sign } = data;
    // A page without a pair joins the first that it hears; over the channel, which every tab hears, only the speaker's does.
    if (data.pair && data.pair !== pair) {
      if (pair || (!speaker && !source)) return;
      pair = data.pair;
    }
    link.pair();
    if (source) link.meet(source);
    if (data.revision > revision || (speaker && data.revision === revision)) {
      revision = data.revision;
      following = true;
      follow(deck, data.state);
      following = false;
    } else if (asks || data.revision < revision) link.send();
    const read = sign && readSign(sign);
    if (read) deck.emit("orate-sign", { sign: read }, deck.root, false);
    link.heard();
  };

  channel?.addEventListener("message", ({ data }) => hear(data));
  listen<MessageEvent>(window, "message", ({ data, origin, source }) => {
    const other = source as Window | null;
    if (origin === self.origin && other && (other === opener || other.opener === window)) hear(data, other);
  });
  listen<Event & { sign: Sign }>(deck.root, "orate-cast", ({ sign }) => link.send({ sign }));
  deck.subscribe((state, previous) => {
    if (following || state === previous) return;
    revision++;
    link.send();
  });
  if (speaker) link.meet(opener);
  links.set(deck.root, link);
  return link;
}

/** Brings a deck to where the other window stands. */
function follow(deck: Deck, { h, v, f, paused, overview, autoPaused, overlay }: Shared): void {
  deck.dispatch({ type: "slide", h, v, f });
  const shown = overlay && /^(iframe|image|video)$/.test(overlay.kind) ? { kind: overlay.kind, source: String(overlay.source), fit: String(overlay.fit ?? "") } : null;
  const own = deck.state.overlay;
  const same = JSON.stringify(shown) === JSON.stringify(own && { fit: "", ...own });
  const change: { overlay?: Overlay | null } = same || (!shown && !own?.source) ? {} : { overlay: shown };
  deck.dispatch({ type: "show", change: { paused: !!paused, overview: !!overview, autoPaused: !!autoPaused, ...change } });
}
