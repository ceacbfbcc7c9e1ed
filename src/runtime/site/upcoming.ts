/**
 * Talks that are still to come stand apart from those that were given. The page is asked, not the build: it is read on
 * another day than it was made. Without scripts all talks stand in the order of their days.
 */

addEventListener("DOMContentLoaded", () => {
  const upcoming = document.querySelector<HTMLElement>(".upcoming");
  if (!upcoming) return;
  const now = new Date();
  const pad = (number: number) => `${number}`.padStart(2, "0");
  const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  const talks = [...document.querySelectorAll<HTMLElement>("main [data-day]")];
  const toCome = talks.filter(({ dataset }) => dataset["day"]! >= today);
  if (!toCome.length) return;
  upcoming.hidden = false;
  // They come with the latest first, and here the next one is.
  upcoming.querySelector(".grid")!.append(...toCome.reverse());
  const latest = document.querySelector(".latest");
  const next = document.querySelector(".year article");
  if (latest && !latest.querySelector("article")) {
    if (next) latest.append(next);
    else latest.remove();
  }
  for (const year of document.querySelectorAll(".year"))
    if (!year.querySelector("[data-day], article, li")) year.remove();
});
