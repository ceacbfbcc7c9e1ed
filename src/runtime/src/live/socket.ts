/** The socket to the preview's server: opened again whenever it closes. */

interface Talk {
  /** Relative to the page; asked for at each attempt. */
  address(): string;
  hear(text: string): void;
  /** The server is gone. */
  lose(): void;
  /** The server is back. */
  find(): void;
  /** There is a server, and it is another one. */
  meet(): void;
}

/** Milliseconds between attempts: the first, and the longest. */
const [SOON, LATE] = [150, 2000];

/** Opens the socket; gives what sends a text, which is lost while there is none. */
export function connect(talk: Talk): (text: string) => void {
  let socket: WebSocket | undefined;
  let wait = SOON;
  let isLost = false;
  let wasOpen = false;
  /** A server that was started anew serves the page, and does not know its token. */
  const look = async () => {
    const { ok } = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    if (ok) talk.meet();
  };
  const open = () => {
    const url = new URL(talk.address(), location.origin + location.pathname);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(url);
    socket.onopen = () => {
      wait = SOON;
      wasOpen = true;
      if (isLost) talk.find();
      isLost = false;
    };
    socket.onmessage = ({ data }) => talk.hear(data);
    socket.onclose = () => {
      // One that closes while the page is left is no loss, so it is reported after a moment.
      if (!isLost && wait > SOON) {
        isLost = true;
        talk.lose();
      }
      // Where there never was a socket, something between the two does not let one through: a new page would not either.
      if (isLost && wasOpen) look().catch(() => {});
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LATE);
    };
  };
  open();
  return (text) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  };
}
