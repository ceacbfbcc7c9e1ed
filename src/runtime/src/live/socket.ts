/** The socket to the preview's server: opened again whenever it closes. */

interface Handlers {
  /** Where to connect, relative to the page; called at each attempt. */
  address(): string;
  onMessage(text: string): void;
  /** The server is gone. */
  onLost(): void;
  /** The server is back. */
  onFound(): void;
  /** Another server answers at the address. */
  onRestarted(): void;
}

/** Milliseconds between attempts: the first, and the longest. */
const [SOON, LATE] = [150, 2000];

/** How many texts wait for the first connection: keys that were pressed as soon as the page was there. */
const WAITING = 8;

/** Opens the socket; returns a function that sends a text. One that is sent while the connection is lost is lost, too. */
export function connect(handlers: Handlers): (text: string) => void {
  let socket: WebSocket | undefined;
  let wait = SOON;
  let isLost = false;
  let wasOpen = false;
  const waiting: string[] = [];
  /** A server that was started anew serves the page, and does not know its token. */
  const checkServer = async () => {
    const { ok } = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    if (ok) handlers.onRestarted();
  };
  const open = () => {
    const url = new URL(handlers.address(), location.origin + location.pathname);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(url);
    socket.onopen = () => {
      wait = SOON;
      wasOpen = true;
      if (isLost) handlers.onFound();
      isLost = false;
      for (const text of waiting.splice(0)) socket?.send(text);
    };
    socket.onmessage = ({ data }) => handlers.onMessage(data);
    socket.onclose = () => {
      // One that closes while the page is left is no loss, so it is reported after a moment.
      if (!isLost && wait > SOON) {
        isLost = true;
        handlers.onLost();
      }
      // Where there never was a socket, something between the two does not let one through: a new page would not either.
      if (isLost && wasOpen) checkServer().catch(() => {});
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LATE);
    };
  };
  open();
  return (text) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    else if (!wasOpen && waiting.length < WAITING) waiting.push(text);
  };
}
