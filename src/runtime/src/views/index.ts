/** Every view that both editions have, in the order they are mounted and draw. `presenter.ts` adds the speaker's. */

import type { View } from "../deck/deck";
import { lightbox } from "../dom/lightbox";
import { announce } from "./announce";
import { autoSlide } from "./auto-slide";
import { backgrounds } from "./backgrounds";
import { controls } from "./controls";
import { help } from "./panels/help";
import { jump } from "./panels/jump";
import { layout } from "./layout";
import { location } from "./location";
import { media } from "./media";
import { menu } from "./panels/menu";
import { mode } from "./mode";
import { notes } from "./notes";
import { overview } from "./overview";
import { pause } from "./panels/pause";
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
