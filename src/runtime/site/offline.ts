/**
 * The service worker of a site that works offline after one visit: it keeps what was visited, asks the network first, and
 * answers from what it keeps where the network does not.
 *
 * It knows every file of the site (`orateFiles`, from the worker's own folder), so it never touches anything else at the
 * same address. Files with a hash in their name never change, and are asked for once.
 */

declare const orateFiles: string[];

/** What a service worker's scope has, as far as it is used. Source: <https://www.w3.org/TR/service-workers/>. */
interface Worker {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, hear: (event: Occasion) => void): void;
}

interface Occasion {
  data: string[];
  request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

/** How long the network may take where there is something to show instead, in milliseconds. */
const PATIENCE = 3000;

const worker = self as unknown as Worker;
const { scope } = worker.registration;
const keep = () => caches.open(`orate ${scope}`);
const files = new Set(orateFiles.map((file) => new URL(file, scope).href));

/** The file that an address means. */
function file(address: string): string {
  const url = new URL(address);
  url.hash = url.search = "";
  return url.pathname.endsWith("/") ? `${url.href}index.html` : url.href;
}

const isHashed = (address: string) => /\/assets\/[^/]+\.[0-9a-f]{10}\.[^/.]+$/.test(address);

async function load(address: string, request: Request | string): Promise<Response> {
  const response = await fetch(request);
  if (response.status === 200) await (await keep()).put(address, response.clone());
  return response;
}

async function answer(address: string, request: Request): Promise<Response> {
  const kept = await (await keep()).match(address);
  if (!kept) return load(address, request);
  if (isHashed(address)) return kept;
  const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([load(address, request).catch(() => kept), late]);
}

/** Keeps what a page shows, and every file that it names, for the next time. */
async function visit(addresses: string[]): Promise<void> {
  const kept = await keep();
  const seen = addresses.map(file);
  const get = async (address: string) => (await kept.match(address)) ?? load(address, address);
  const pages = seen.filter((address) => address.endsWith("/index.html") && files.has(address));
  const texts = await Promise.all(pages.map(async (page) => (await get(page)).text()));
  // Pictures wait until they are near, and the pages of a site share them: only the page's text names all of its own.
  const isNamed = (address: string) => {
    const [, name] = address.split("/assets/");
    return name !== undefined && texts.some((text) => text.includes(`assets/${name}`));
  };
  const wanted = [...files].filter((address) => seen.includes(address) || isNamed(address));
  await Promise.all([...wanted, `${scope}index.html`].map(get));
}

/** Lets go of what the site no longer has. */
async function sweep(): Promise<void> {
  const kept = await keep();
  const gone = (await kept.keys()).filter((request) => !files.has(request.url));
  await Promise.all(gone.map((request) => kept.delete(request)));
}

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(Promise.all([worker.clients.claim(), sweep()])));
worker.addEventListener("message", (event) => event.waitUntil(visit(event.data)));
worker.addEventListener("fetch", (event) => {
  const address = file(event.request.url);
  // Part of a film is none of a file that is kept whole.
  if (event.request.method !== "GET" || event.request.headers.has("range") || !files.has(address)) return;
  event.respondWith(answer(address, event.request));
});
