/** The deck as its audience gets it: every view that a reader has use for, and none of the speaker's tools. */

import { definePage } from "./deck/page";
import { VIEWS } from "./views/index";

definePage(VIEWS);
