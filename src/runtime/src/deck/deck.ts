/**
 * A deck at work: holds the state, takes commands, tells the views, and says in events what happened.
 *
 * It draws nothing itself; what it knows of the page is the outline.
 */

import type { Callback, Config } from "./config";
import { make } from "../dom/element";
import { type Data, emitOn } from "./events";
import { type Binding, Keys } from "../input/keys";
import { reduce } from "../state/navigate";
import { type Outline, readOutline, type Slide } from "../state/outline";
import {
  type Change,
  type Command,
  type Direction,
  INITIAL,
  isSameSlide,
  type Place,
  type State,
} from "../state/state";

/** Draws one part of the deck: called with each change, after the ones registered before it. */
export type Draw = (state: State, previous: State) => void;

/**
 * A part of what is on screen. It adds what it needs to `root`, listens through `deck`, and returns
 * the steps that undo all of it, which are taken last first. It knows the deck and never another view.
 */
export type View = (root: HTMLElement, deck: Deck) => (() => void)[] | void;

/** What the page's configuration block says of the talk, beside `config`. */
export interface Talk {
  readonly title?: string;
  /** Seconds the talk may take. */
  readonly duration?: number;
  readonly [other: string]: unknown;
}

export interface Deck {
  /** The `.reveal` element. */
  readonly root: HTMLElement;
  /** The `.slides` element. */
  readonly slides: HTMLElement;
  /** `body`, or `root` where the deck is embedded in a page. */
  readonly viewport: HTMLElement;
  /** Whole and of the right kinds; replaced as a whole by `configure`, so read it anew each time. */
  readonly config: Config;
  readonly talk: Talk;
  readonly state: State;
  readonly outline: Outline;
  /** Whether this page is the speaker's own: it plays no media and takes no wake lock. Set by the presenter's edition. */
  readonly isSpeaker: boolean;
  /** Whether this page is laid out for paper. */
  readonly isPrint: boolean;
  readonly keys: Keys;
  /** The current slide; nothing in an empty deck. */
  readonly current: Slide | undefined;
  /** The slide that was shown before; `null` at the start. */
  readonly previous: Slide | null;
  /** Takes a command; false where it changed nothing or a listener refused it. */
  dispatch(command: Command): boolean;
  /** Dispatches a command to go to a slide. */
  go(place: Place): boolean;
  /** Dispatches a command to go a step, or a slide. */
  move(to: Direction, skipFragments?: boolean): boolean;
  /** Goes the way of an arrow: a step along the one line of the talk where it is meant to be walked so. */
  turn(to: Direction, isLine?: boolean, skipFragments?: boolean): boolean;
  /** Dispatches a command to open or close something. */
  show(change: Change): boolean;
  /** Draws now and after each change; returns what ends it. */
  subscribe(draw: Draw): () => void;
  /** Binds keys until the returned function is called. */
  bind(binding: Binding): () => void;
  /** Dispatches an event on `root`, or on `target`. */
  emit(type: string, data?: Data, target?: EventTarget, bubbles?: boolean): Event;
  /** Runs `event` when every view has drawn, so that a listener that navigates finds the deck whole. */
  afterDrawing(event: () => void): void;
  /** Tells the current slide that it is shown, and its stack before it where that comes on with it. */
  arrive(withStack: boolean): void;
  /** Reads the page again after slides were added, removed or changed. */
  sync(): void;
  /** Measures and places the slides anew. Set by the layout view, as is `size`. */
  layout(): void;
  /** Tells the page around the deck of an event. Set by the message view. */
  tell(type: string): void;
  /** Takes in what the page did by itself since it last told. Set by the scroll view. */
  settle(): void;
  /** Canvas of a slide and factor it is drawn at, in CSS pixels. */
  readonly size: Size;
  /** The background of a slide or stack, kept by the backgrounds view. */
  readonly backgrounds: Map<Slide, HTMLElement>;
  /** The event that told that the pages for paper are there, for those who listen later. Set by the print view. */
  readonly pdfReady: Event | undefined;
  /** Reveal.js's API of this deck. */
  readonly api: Record<string, Callback>;
  /** Unmounts every view and mounts it again: how a changed outline or configuration is drawn. `place` is where the talk is in the new outline. */
  remount(place?: { h: number; v: number; f?: number | undefined }): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly presentationWidth: number;
  readonly presentationHeight: number;
}

/** The deck as those see it that may change it: its lifecycle and its API. */
export type Store = { -readonly [key in keyof Deck]: Deck[key] };

export function createDeck(root: HTMLElement, config: Config, talk: Talk): Store {
  const slides = root.querySelector<HTMLElement>(".slides") ?? root.appendChild(make("div", "slides"));
  const draws = new Set<Draw>();
  const keys = new Keys();
  const waiting: (() => void)[] = [];
  let drawing = false;
  let previous: Slide | null = null;

  /**
   * Leaves in a stack's `data-previous-indexv` the row at which the talk left it.
   *
   * Back at the very first slide the talk begins anew, so every stack forgets.
   */
  const rememberRow = (was: State, next: State) => {
    const column = deck.outline.list[was.h];
    if (column?.isStack) column.element.dataset.previousIndexv = String(was.v);
    if (next.h > 0 || next.v > 0) return;
    for (const element of slides.querySelectorAll<HTMLElement>("[data-previous-indexv]"))
      element.dataset.previousIndexv = "0";
  };

  const deck: Store = {
    root,
    talk,
    viewport: document.body,
    isSpeaker: false,
    isPrint: false,
    slides,
    config,
    state: INITIAL,
    // Read when the deck starts: until then plugins may still be making slides.
    outline: readOutline(make("div"), false),
    keys,
    get current() {
      return deck.outline.slide(deck.state.h, deck.state.v);
    },
    get previous() {
      return previous;
    },
    dispatch(command) {
      deck.settle();
      const was = deck.state;
      const next = reduce(was, command, deck.outline, deck.config);
      const moved = !isSameSlide(next, was);
      // A script that asks for a slide gets its event, even where the talk is there already.
      const isAsked = command.type === "slide" && "origin" in command;
      const target = { indexh: next.h, indexv: next.v, origin: isAsked ? command.origin : undefined };
      if ((moved || isAsked) && deck.emit("beforeslidechange", target).defaultPrevented) return false;
      if (next === was) return false;
      const before = deck.current;
      if (moved) rememberRow(was, next);
      deck.state = next;
      if (moved) previous = before!;
      if (next.scroll !== was.scroll) deck.remount();
      drawing = true;
      for (const draw of [...draws]) draw(next, was);
      drawing = false;
      for (const event of waiting.splice(0)) event();
      const told = { ...target, previousSlide: before, currentSlide: deck.current };
      if (moved) deck.emit("slidechanged", told);
      for (const [key, on, off] of ANNOUNCED) {
        const type = next[key] ? on || (was[key] && off) : off;
        if (next[key] !== was[key] && type) deck.emit(type, told);
      }
      return true;
    },
    go: (place) => deck.dispatch({ type: "slide", ...place }),
    move: (to, skipFragments) => deck.dispatch({ type: "move", to, skipFragments }),
    turn(to, isLine = deck.config.navigationMode === "linear", skipFragments) {
      const isForward = /next|down/.test(to) || to === (deck.config.rtl ? "left" : "right");
      return deck.move(!isLine ? to : isForward ? "next" : "prev", skipFragments);
    },
    show: (change) => deck.dispatch({ type: "show", change }),
    subscribe(draw) {
      draws.add(draw);
      draw(deck.state, deck.state);
      return () => draws.delete(draw);
    },
    bind: (binding) => keys.bind(binding),
    emit(type, data, target = root, bubbles) {
      const event = emitOn(target, type, data, bubbles);
      if (target === root) deck.tell(type);
      return event;
    },
    tell() {},
    afterDrawing(event) {
      if (drawing) waiting.push(event);
      else event();
    },
    arrive(withStack) {
      const { current } = deck;
      const stack = withStack ? deck.outline.list[deck.state.h]?.element : current;
      for (const shown of new Set([stack, current])) if (shown) deck.emit("visible", {}, shown, false);
    },
    sync() {
      // Whoever changes slides before they are read does it now.
      slides.dispatchEvent(new Event("orate-sync"));
      deck.outline = readOutline(slides, deck.config.fragments, deck.config.sortFragmentsOnSync);
    },
    layout() {},
    settle() {},
    // Measured by the layout view before anything is drawn.
    size: { scale: 1 } as Size,
    backgrounds: new Map(),
    pdfReady: undefined,
    api: {},
    remount() {},
  };
  return deck;
}

/** Which parts of the state are events of their own: shown, then hidden. */
const ANNOUNCED = [
  ["paused", "paused", "resumed"],
  ["overview", "overviewshown", "overviewhidden"],
  ["autoPaused", "autoslidepaused", "autoslideresumed"],
  ["overlay", "", "closeoverlay"],
] as const;
