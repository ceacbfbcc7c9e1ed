/**
 * The size of the window as it was while the page was still empty, in CSS pixels.
 *
 * To ask for it later would style and lay out every slide, which then change and are laid out once more.
 */
let room: readonly [width: number, height: number] | undefined;

export function keepRoom(): void {
  room = [innerWidth, innerHeight];
}

/** The room that was kept, which is good for one start only. */
export function takeRoom(): typeof room {
  const kept = room;
  room = undefined;
  return kept;
}
