/** Every view of the deck, in the order they are mounted and draw. A new view is added here and nowhere else. */

import type { View } from "../deck";
import { keyboard } from "../keyboard";
import { message } from "../message";
import { pointing } from "../pointing";
import { autoSlide } from "./auto-slide";
import { backgrounds } from "./backgrounds";
import { controls } from "./controls";
import { layout } from "./layout";
import { location } from "./location";
import { media } from "./media";
import { mode } from "./mode";
import { print } from "./print";
import { progress } from "./progress";
import { screen } from "./screen";
import { scroll } from "./scroll";
import { slideNumber } from "./slide-number";
import { slides } from "./slides";
import { states } from "./states";

export const VIEWS: readonly View[] = [
  mode,
  layout,
  backgrounds,
  slides,
  states,
  media,
  scroll,
  print,
  progress,
  slideNumber,
  controls,
  location,
  autoSlide,
  screen,
];

/** Views that only listen: `removeEventListeners` unmounts these alone. */
export const INPUTS: readonly View[] = [keyboard, pointing, message];
