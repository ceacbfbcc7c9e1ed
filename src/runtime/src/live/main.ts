/**
 * What a deck runs in the preview: it receives changes from the server and applies them in place.
 *
 * It comes before the runtime in the page of a preview, and nowhere else. The slide, the fragment, the overview, what
 * plays and the speaker's window stay; only where the page itself is another is it loaded anew.
 */

import { lookout } from "./look";
import { createOverlay, type Trouble } from "./overlay";
import { createPatcher, type Change } from "./patch";
import { connect } from "./socket";
import { leave, returnTo } from "./return";
import { isFollowing, toggleFollowing } from "./follow";
import { reveal } from "./reveal";

interface Message {
  /** What is wrong with the slide that this window has measured; then there is nothing else. */
  readonly look?: Trouble[];
  /** The answer to a key that was pressed in this window; then there is nothing else. */
  readonly say?: string;
  readonly revision: number;
  /** What is wrong with the deck as it is on disk; nothing where it is the one shown. */
  readonly trouble: Trouble[] | null;
  /** Whether the deck on disk is a later one than the one shown. */
  readonly stale: boolean;
  readonly change: Change;
}

/** Holds the token, the revision of the page, and whether to follow. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="orate-live"]');

if (meta) {
  const [token, revision, follows] = meta.content.split(" ");
  const overlay = createOverlay();
  const patcher = createPatcher(Number(revision));
  let watch: ReturnType<typeof lookout> | undefined;
  const receive = ({ revision, trouble, stale, change, look, say }: Message) => {
    if (look) return overlay.hint(look);
    if (say) return overlay.say(say);
    try {
      if (change.reload) leave("the page is another");
      else if (!patcher.apply(change, revision, isFollowing(follows !== "still")))
        leave("it cannot be changed in place");
      else if (trouble) overlay.show(trouble, stale);
      else overlay.clear();
      watch?.changed(!!(change.style || change.columns));
    } catch (error) {
      // What cannot be changed in place can always be loaded.
      leave(String(error instanceof Error ? error.stack : error));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    // The runtime has yet to take hidden slides out.
    patcher.begin();
    const begin = () => {
      returnTo();
      reveal().addKeyBinding!({ keyCode: 85, key: "U", description: "Follow the slide that is being updated" }, () =>
        overlay.say(
          toggleFollowing(follows !== "still") ? "Following the slide that is edited" : "Staying on this slide",
        ),
      );
      for (const type of ["paused", "resumed"]) reveal().on!(type, () => overlay.blacken(type === "paused"));
      const send = connect({
        address: () => `orate-live?token=${token}&revision=${patcher.revision()}`,
        onMessage: (text) => receive(JSON.parse(text) as Message),
        onLost: () => overlay.say("The preview has ended, and is waited for", true),
        onFound: () => overlay.say(""),
        onRestarted: () => leave("the preview was started anew"),
      });
      reveal().addKeyBinding!(
        { keyCode: 73, key: "I, Shift+I", description: "Show the talk in the next theme, keep that theme" },
        ({ shiftKey }: KeyboardEvent) => send(JSON.stringify({ theme: shiftKey ? "keep" : "next" })),
      );
      watch = lookout(send, () => overlay.hint([]));
    };
    // The runtime's own listener comes after this one.
    setTimeout(() => (reveal().isReady!() ? begin() : reveal().on!("ready", begin)));
  });
}
