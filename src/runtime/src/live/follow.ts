/** Whether to go to the slide that is being edited: as the server says, until somebody says otherwise in this window. */

const KEY = "orate:follow";

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let chosen = kept();

export const isFollowing = (usual: boolean): boolean => (chosen === null ? usual : chosen === "yes");

/** Turns following on or off; gives what it is now. */
export function toggleFollowing(usual: boolean): boolean {
  chosen = isFollowing(usual) ? "no" : "yes";
  try {
    sessionStorage.setItem(KEY, chosen);
  } catch {}
  return chosen === "yes";
}
