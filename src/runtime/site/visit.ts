/**
 * What a page runs that is to work offline after one visit: it starts the site's worker, and tells it what was seen.
 * A page from disk has no need of it.
 */

declare const orateWorker: string;

if (location.protocol.startsWith("http") && "serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker
      .register(orateWorker)
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => {
        const shown = performance.getEntriesByType("resource").map(({ name }) => name);
        active?.postMessage([location.href, ...shown].filter((address) => address.startsWith("http")));
      })
      // A browser that may not keep anything shows the page all the same.
      .catch(() => {});
  });
}
