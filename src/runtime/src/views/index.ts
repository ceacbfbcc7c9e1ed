/** Every view that both editions have, in the order they are mounted and draw. `presenter.ts` adds the speaker's. */

import type { View } from "../deck";
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
import { print } from "./print";
import { progress } from "./progress";
import { reach } from "./reach";
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
  slideNumber,
  controls,
  progress,
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
  reach,
  announce,
];
