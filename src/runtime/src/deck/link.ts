/**
 * The link between the audience's window and the speaker's, and the keys that open and place them.
 *
 * Each says where it is, with a number that grows with every step; whoever knows the lower number follows. So a window
 * that was reloaded finds its place again from the other, and no order of messages matters. It works without a server:
 * the windows know each other as opener and opened, and through a channel where there is one.
 */

import type { Deck, View } from "./deck";
import { openDialog } from "../dom/dialog";
import { make } from "../dom/element";
import { listen } from "./events";
import type { State } from "../state/state";
import { translate } from "../dom/translate";

interface Message {
  /** The address of the deck without its query and hash: two decks of one origin do not mix. */
  readonly deck: string;
  /** The pair of windows; empty for a speaker's page that was opened by hand. */
  readonly pair: string;
  /** Each message comes by every way there is, and counts once. */
  readonly id: number;
  readonly speaker: boolean;
  readonly revision: number;
  readonly state: State;
  /** Whether the other is to answer at once. */
  readonly asks?: boolean;
  /** What the other points at or draws. */
  readonly sign?: unknown;
}

const path = location.pathname;
const keyOf = (name: string) => `orate:${name}:${path}`;

/** Keeps a text in this tab, or for good, and gives what is kept: nothing where the browser does not let a page keep things. */
export function kept(name: string, value?: string, forGood?: boolean): string {
  try {
    const store = forGood ? localStorage : sessionStorage;
    if (value) store[keyOf(name)] = value;
    return store[keyOf(name)] ?? "";
  } catch {
    return "";
  }
}

let pair = new URLSearchParams(location.search).get("speaker") ?? "";
let revision = 0;
let following = false;
let post = (_more: Partial<Message>) => {};
const seen = new Set<number>();
const windows = new Set<Window>(opener ? [opener] : []);
let channel: BroadcastChannel | undefined;

/** The pair that this window is one of, made when first needed. */
function own(): string {
  kept("pair", (pair ||= Math.random().toString(36).slice(2)));
  return pair;
}

/** Tells the other window where this one is. */
export const send = (more: Partial<Message> = {}) => post(more);

export const link: View = (root, deck) => {
  // Of several decks in a page, none has a window of its own.
  if (deck.config.embedded || deck.isPrint) return;
  const speaker = deck.isSpeaker;
  post = (more) => {
    if (!pair && !speaker) return;
    const { overlay } = deck.state;
    const message = {
      id: Math.random(),
      deck: path,
      pair,
      speaker,
      revision,
      state: { ...deck.state, overlay: overlay?.source ? overlay : null },
      ...more,
    };
    channel?.postMessage(message);
    // From disk, every page has the origin `null`, which cannot be named as a target.
    for (const other of windows) if (!other.closed) other.postMessage(message, origin === "null" ? "*" : origin);
  };
  const hear = (data: Message, source?: Window) => {
    if (data?.deck !== path || data.speaker === speaker || typeof data.revision !== "number" || seen.has(data.id))
      return;
    seen.add(data.id);
    // A page without a pair joins the first that it hears; over the channel, which every tab hears, only the speaker's does.
    if (data.pair && data.pair !== pair) {
      if (pair || (!speaker && !source)) return;
      pair = String(data.pair);
    }
    own();
    if (source) windows.add(source);
    if (data.revision > revision || (speaker && data.revision === revision)) {
      revision = data.revision;
      following = true;
      follow(deck, data.state);
      following = false;
    } else if (data.asks || data.revision < revision) send();
    if (data.sign) deck.emit("orate-sign", { sign: data.sign });
    deck.emit("orate-heard");
  };
  // What the browser keeps is slow to ask for, and the first slide does not wait for it.
  const begun = setTimeout(() => {
    pair ||= kept("pair");
    channel ??= typeof BroadcastChannel === "function" ? new BroadcastChannel(keyOf("link")) : undefined;
    if (channel) steps.push(listen<MessageEvent>(channel, "message", ({ data }) => hear(data)));
    // After a reload, the other window knows where the talk was.
    send({ asks: true });
  });
  const steps = [
    deck.subscribe((state, previous) => {
      if (following || state === previous) return;
      revision++;
      send();
    }),
    () => clearTimeout(begun),
    listen<MessageEvent<Message>>(window, "message", ({ data, origin, source }) => {
      const other = source as Window | null;
      if (origin === self.origin && other && (other === opener || other.opener === window)) hear(data, other);
    }),
    deck.bind({
      codes: [87],
      keys: "W",
      help: "Put this window on the other display",
      run: () => void placeElsewhere(speaker),
    }),
  ];
  if (!speaker) {
    steps.push(deck.bind({ codes: [83], keys: "S", help: "Speaker view", run: () => openWindow(deck, true) }));
    if (/[?&]notes\b/.test(location.search)) steps.push(listen(root, "ready", () => openWindow(deck, true)));
  }
  return steps;
};

/** Brings a deck to where the other window is. */
function follow(deck: Deck, { h, v, f, paused, overview, autoPaused, overlay }: State): void {
  deck.go({ h, v, f });
  const mine = deck.state.overlay;
  const theirs = overlay && /^(iframe|image|video)$/.test(overlay.kind) ? overlay : null;
  // What this window opened by itself, its help, say, is not the other's to close.
  deck.show({
    paused: !!paused,
    overview: !!overview,
    autoPaused: !!autoPaused,
    overlay: theirs?.source === mine?.source ? mine : theirs,
  });
}

/** Opens the speaker's window or the audience's; under a name of its own it is opened once and then found again. */
export function openWindow(deck: Deck, speaker: boolean): void {
  const url = new URL(location.href);
  for (const name of ["notes", "speaker", "view"]) url.searchParams.delete(name);
  if (speaker) url.searchParams.set("speaker", own());
  url.hash = deck.api.getSlidePath!();
  const opened = open(url, `orate-${speaker}-${own()}`, speaker ? "popup,width=1280,height=800" : "");
  if (opened) return void windows.add(opened);
  tell(
    translate("The browser held the window back. Allow this page to open windows, or "),
    make("a", "", { href: url.href, target: "_blank", rel: "opener", textContent: translate("open it from here") }),
    ".",
  );
}

async function placeElsewhere(speaker: boolean): Promise<void> {
  type Display = { availLeft: number; availTop: number; availWidth: number; availHeight: number };
  type Displays = { screens: Display[]; currentScreen: Display };
  try {
    const { screens, currentScreen } = await (
      window as unknown as { getScreenDetails(): Promise<Displays> }
    ).getScreenDetails();
    const screen = screens.find((one) => one !== currentScreen)!;
    if (!speaker) return await document.documentElement.requestFullscreen({ screen } as FullscreenOptions);
    moveTo(screen.availLeft, screen.availTop);
    resizeTo(screen.availWidth, screen.availHeight);
  } catch {
    tell(translate("This browser reaches no second display. Move the window there, then press F for full screen."));
  }
}

/** Says something to the speaker, kindly and once. */
function tell(...children: (Node | string)[]): void {
  const close = openDialog("notice", "Notice", [make("p", "", {}, ...children)], () => close());
}
