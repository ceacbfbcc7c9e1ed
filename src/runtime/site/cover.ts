/**
 * What a cover runs whose slide cannot be laid out by style alone: text that fills its line, what is fitted to its room,
 * and the ink for a ground whose colour only a browser knows.
 */

import { fitText } from "../src/dom/fit-text";
import { markContrast } from "../src/views/backgrounds";

addEventListener("DOMContentLoaded", () => {
  const slides = document.querySelectorAll<HTMLElement>("section.present");
  const grounds = document.querySelectorAll<HTMLElement>(".slide-background");
  slides.forEach((slide, i) => markContrast(slide, grounds[i]!));
  const fit = () => fitText(slides[slides.length - 1]!);
  fit();
  void document.fonts.ready.then(fit);
});
