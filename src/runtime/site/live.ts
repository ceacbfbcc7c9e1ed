/**
 * What a page of a site runs while its talks are written: it is loaded anew when it is another. Decks change in place, by
 * `src/live`.
 */

import { connect } from "../src/live/socket";

/** Holds the token and the revision of the page. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="orate-live"]');

if (meta) {
  const [token, revision] = meta.content.split(" ");
  connect({
    address: () => `orate-live?token=${token}&revision=${revision}`,
    onMessage: (text) => JSON.parse(text).change.reload && location.reload(),
    onLost: () => {},
    onFound: () => {},
    onRestarted: () => location.reload(),
  });
}
