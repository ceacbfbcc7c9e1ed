/** The deck to speak from: the audience's, and with it the speaker's window, the link to it, and what points at a slide. */

import { link } from "./deck/link";
import { definePage } from "./deck/page";
import { films } from "./dom/films";
import { VIEWS } from "./views/index";
import { pointer } from "./views/pointer";
import { quiet, speaker } from "./views/speaker";

definePage([quiet, ...VIEWS, pointer, speaker, films, link]);
