/** The key that opens the speaker's window, and the one that puts a window on the second display. */

import type { Deck, View } from "../deck";
import { openDialog } from "../dialog";
import { make, undoAll } from "../element";
import { listen } from "../events";
import { linkOf } from "../link";

export const speakerLink: View = (root, deck) => {
  // Of several decks in a page, none has a window of its own.
  if (deck.config.embedded || deck.isPrint) return;
  const link = linkOf(deck);
  const steps = [deck.bind({ codes: [87], keys: "W", help: "Put this window on the other display", run: () => void placeElsewhere(deck) })];
  if (!deck.isSpeaker) {
    steps.push(deck.bind({ codes: [83], keys: "S", help: "Speaker view", run: () => openSpeaker(deck) }));
    const { searchParams } = new URL(location.href);
    if (searchParams.has("notes")) steps.push(listen(root, "ready", () => openSpeaker(deck)));
    // After a reload, the speaker's window knows where the talk was.
    link.send({ asks: true });
  }
  return undoAll(steps);
};

function openSpeaker(deck: Deck): void {
  const link = linkOf(deck);
  const url = new URL(location.href);
  url.searchParams.delete("notes");
  url.searchParams.set("speaker", link.pair());
  url.hash = deck.api.getSlidePath!();
  // Under a name of its own, the window is opened once and then found again.
  const opened = window.open(url, `orate-${link.pair()}`, "popup,width=1280,height=800");
  if (opened) return link.meet(opened);
  const open = make("a", "", { href: url.href, target: "_blank", rel: "opener", textContent: "Open the speaker view" });
  tell("The browser held the speaker view back. Allow this page to open windows, or open it from here: ", open);
}

async function placeElsewhere(deck: Deck): Promise<void> {
  type Display = { availLeft: number; availTop: number; availWidth: number; availHeight: number };
  type Displays = { screens: Display[]; currentScreen: Display };
  try {
    const { screens, currentScreen } = await (window as unknown as { getScreenDetails(): Promise<Displays> }).getScreenDetails();
    const screen = screens.find((one) => one !== currentScreen)!;
    if (!deck.isSpeaker) await document.documentElement.requestFullscreen({ screen } as FullscreenOptions);
    else {
      moveTo(screen.availLeft, screen.availTop);
      resizeTo(screen.availWidth, screen.availHeight);
    }
  } catch {
    tell("There is no second display that this browser can reach. Move the window there, then press F for full screen.");
  }
}

/** Says something to the speaker, kindly and once. */
function tell(...children: (Node | string)[]): void {
  const ok = make("button", "", { type: "button", textContent: "OK" });
  const close = openDialog("notice", { label: "Notice", children: [make("p", "", {}, ...children), ok] }, () => close());
  ok.onclick = () => close();
}
