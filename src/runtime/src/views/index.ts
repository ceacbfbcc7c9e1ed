/** Every view of the deck, in the order they are mounted and draw. A new view is added here and nowhere else. */

import type { View } from "../deck";
import { keyboard } from "../keyboard";
import { backgrounds } from "./backgrounds";
import { layout } from "./layout";
import { location } from "./location";
import { media } from "./media";
import { mode } from "./mode";
import { slides } from "./slides";

export const VIEWS: readonly View[] = [mode, backgrounds, slides, layout, media, location];

/** Views that only listen: `removeEventListeners` unmounts these alone. */
export const INPUTS: readonly View[] = [keyboard];
