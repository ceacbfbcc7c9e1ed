/** Every view of the deck, in the order they are mounted and draw. A new view is added here and nowhere else. */

import type { View } from "../deck";
import { keyboard } from "../keyboard";
import { link } from "../link";
import { message } from "../message";
import { pointing } from "../pointing";
import { announce } from "./announce";
import { autoSlide } from "./auto-slide";
import { backgrounds } from "./backgrounds";
import { controls } from "./controls";
import { help } from "./help";
import { jump } from "./jump";
import { layout } from "./layout";
import { lightbox } from "./lightbox";
import { location } from "./location";
import { media } from "./media";
import { menu } from "./menu";
import { mode } from "./mode";
import { notes } from "./notes";
import { overview } from "./overview";
import { pause } from "./pause";
import { pointer } from "./pointer";
import { print } from "./print";
import { progress } from "./progress";
import { screen } from "./screen";
import { scroll } from "./scroll";
import { slideNumber } from "./slide-number";
import { slides } from "./slides";
import { quiet, speaker } from "./speaker";
import { states } from "./states";

export const VIEWS: readonly View[] = [
  quiet,
  layout,
  mode,
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
  notes,
  overview,
  pause,
  help,
  jump,
  menu,
  lightbox,
  pointer,
  announce,
  speaker,
  link,
];

/** Views that only listen: `removeEventListeners` unmounts these alone. */
export const INPUTS: readonly View[] = [keyboard, pointing, message];
