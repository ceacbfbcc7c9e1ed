/** What is wrong: with the deck as it is on disk, laid over the last good one; with the slide that is shown, in a corner. */

import css from "../../css/live.css";

/** As the server sends it; lines and columns count from 1. */
export interface Trouble {
  readonly severity: "error" | "warning" | "note";
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The line that is meant, and which of its characters. */
  readonly excerpt: { readonly before: string; readonly marked: string; readonly after: string } | null;
  /** The address that opens the place in an editor. */
  readonly editor: string | null;
}

export function createOverlay() {
  const host = document.createElement("orate-live");
  host.lang = "en";
  host.dir = "ltr";
  host.popover = "manual";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const panel = element("section", { role: "alert" });
  const badge = element("button", { type: "button" });
  const notice = element("p", { role: "status" });
  const hints = element("section", { className: "hints", ariaLabel: "This slide" });
  const hintBadge = element("button", { type: "button", className: "hints" });
  root.append(panel, badge, hints, hintBadge, notice);
  for (const part of [panel, badge, hints, hintBadge, notice]) part.hidden = true;
  let shown = "";
  let isBlack = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const place = () => {
    if (!host.isConnected) document.documentElement.append(host);
    const isSeen = !isBlack && [panel, badge, hints, hintBadge, notice].some((part) => !part.hidden);
    if (host.matches(":popover-open")) host.hidePopover();
    // Opened anew, it lies over dialogs that were opened meanwhile.
    if (isSeen) host.showPopover();
  };
  const fold = (isFolded: boolean) => {
    panel.hidden = isFolded;
    badge.hidden = !isFolded;
    place();
  };
  badge.addEventListener("click", () => fold(false));
  const foldHints = (isFolded: boolean) => {
    hints.hidden = isFolded;
    hintBadge.hidden = !isFolded;
    place();
  };
  const hideHints = () => {
    if (hints.hidden && hintBadge.hidden) return;
    hints.hidden = hintBadge.hidden = true;
    place();
  };
  hintBadge.addEventListener("click", () => foldHints(false));
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || (panel.hidden && hints.hidden)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (panel.hidden) foldHints(true);
      else fold(true);
    },
    true,
  );
  return {
    /** `isStale` says that the deck shown is the last one without errors; else it is the one that has them. */
    show(troubles: readonly Trouble[], isStale: boolean) {
      const text = JSON.stringify([troubles, isStale]);
      if (text === shown) return;
      shown = text;
      const errors = troubles.filter(({ severity }) => severity === "error").length;
      const count = errors === 1 ? "1 error" : `${errors} errors`;
      const title = isStale ? `${count}: this is the last good deck` : `${count} in this deck`;
      badge.textContent = title;
      const leave = element("button", { type: "button" }, "Hide (Esc)");
      leave.addEventListener("click", () => fold(true));
      panel.replaceChildren(
        element("header", {}, element("h2", {}, title), leave),
        element("ol", {}, ...troubles.map(item)),
      );
      document.documentElement.dataset.orateStale = "";
      hideHints();
      fold(false);
    },
    /** Says in a corner what is wrong with the slide that is shown; nothing takes it away. */
    hint(troubles: readonly Trouble[]) {
      if (!troubles.length || shown || isOff()) return hideHints();
      const title = `${troubles.length === 1 ? "1 warning" : `${troubles.length} warnings`} on this slide`;
      if (hintBadge.textContent === title && !hintBadge.hidden && hints.dataset.text === JSON.stringify(troubles))
        return;
      hints.dataset.text = JSON.stringify(troubles);
      hintBadge.textContent = title;
      const leave = element("button", { type: "button" }, "Hide (Esc)");
      leave.addEventListener("click", () => foldHints(true));
      const never = element("button", { type: "button" }, "Not in this window");
      never.addEventListener("click", () => {
        turnOff();
        hideHints();
      });
      hints.replaceChildren(
        element("header", {}, element("h2", {}, title), never, leave),
        element("ol", {}, ...troubles.map(item)),
      );
      foldHints(hints.hidden);
    },
    clear() {
      if (!shown) return;
      shown = "";
      panel.hidden = badge.hidden = true;
      delete document.documentElement.dataset.orateStale;
      place();
    },
    /** Shows nothing while the screen is black. */
    blacken(isOn: boolean) {
      isBlack = isOn;
      place();
    },
    /** Says a word that passes, unless it stays; nothing takes it away. */
    say(text: string, stays = false) {
      clearTimeout(timer);
      notice.textContent = text;
      notice.hidden = !text;
      place();
      if (text && !stays) timer = setTimeout(() => this.say(""), 2000);
    },
  };
}

/** Whether this window is to say nothing of the slides that it shows. */
const KEY = "orate:hints";
let off = false;

function isOff(): boolean {
  try {
    return off || sessionStorage.getItem(KEY) === "off";
  } catch {
    return off;
  }
}

function turnOff(): void {
  off = true;
  try {
    sessionStorage.setItem(KEY, "off");
  } catch {}
}

function item({ severity, code, message, help, file, line, column, excerpt, editor }: Trouble): HTMLElement {
  const place = file && `${file}${line ? `:${line}:${column}` : ""}`;
  const parts: HTMLElement[] = [
    element("p", { className: "message" }, element("b", {}, severity), ` ${message} `, element("small", {}, code)),
  ];
  if (place) parts.push(element("p", { className: "place" }, editor ? element("a", { href: editor }, place) : place));
  if (excerpt) {
    const { before, marked, after } = excerpt;
    const blank = before.replace(/[^\t]/gu, (character) => (/[\u1100-\uffdc]/.test(character) ? "  " : " "));
    const caret = `${blank}${"^".repeat(Math.max([...marked].length, 1))}`;
    parts.push(
      element(
        "pre",
        {},
        before,
        element("mark", {}, marked),
        after,
        "\n",
        element("span", { ariaHidden: "true" }, caret),
      ),
    );
  }
  if (help) parts.push(element("p", { className: "help" }, `help: ${help}`));
  const made = element("li", {}, ...parts);
  made.dataset.severity = severity;
  return made;
}

function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
