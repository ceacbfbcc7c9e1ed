/** The deck in the page, as its API shows it. */

import type { Api } from "../deck/api";

export const reveal = () => window.Reveal as Api;
