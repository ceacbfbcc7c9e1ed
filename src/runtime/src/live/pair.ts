/** The pair of windows that this one is one of, the speaker's and the audience's; see `deck/link.ts`. Empty for none. */
export function pairOf(): string {
  try {
    return (
      new URLSearchParams(location.search).get("speaker") || sessionStorage[`orate:pair:${location.pathname}`] || ""
    );
  } catch {
    return "";
  }
}
