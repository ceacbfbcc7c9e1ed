/** Every key of the deck, as the registry knows it. */

import type { View } from "../../deck/deck";
import { dialogView } from "../../dom/dialog";
import { make } from "../../dom/element";
import { QUESTION } from "../../input/keys";
import { translate } from "../../dom/translate";

const dialog = dialogView(["help"], "Keys", (deck) => {
  const list = deck.keys.list();
  // The listener binds its keys last; whoever asks for help wants them first.
  const way = list.findIndex(({ help }) => help === "Next");
  const rows = [...list.slice(way), ...list.slice(0, way)];
  return {
    children: [
      make("h2", "", {}, translate("Keys")),
      make(
        "dl",
        "",
        {},
        ...rows.map(({ keys, help }) =>
          make("div", "", {}, make("dt", "", {}, ...faces(keys)), make("dd", "", {}, translate(help))),
        ),
      ),
    ],
  };
});

/** Keys as they are printed on a keyboard. */
const faces = (keys: string) =>
  keys.split(", ").flatMap((key) => [make("kbd", "", { dir: "auto" }, translate(key)), " "]);

export const help: View = (root, deck) => {
  const run = () => deck.api.toggleHelp!();
  const key = { codes: [...QUESTION, 63, 112], keys: "?, F1", help: "Help", always: true, run };
  return [...dialog(root, deck)!, ...(deck.config.help ? [deck.bind(key)] : [])];
};
