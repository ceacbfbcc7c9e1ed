/** The socket to the preview's server: opened again whenever it closes. */

interface Talk {
  /** Relative to the page; asked for at each attempt. */
  address(): string;
  hear(text: string): void;
  /** The server is gone. */
  lose(): void;
  /** The server is back. */
  find(): void;
}

/** Milliseconds between attempts: the first, and the longest. */
const [SOON, LATE] = [150, 2000];

export function connect(talk: Talk): void {
  let wait = SOON;
  let isLost = false;
  const open = () => {
    const url = new URL(talk.address(), location.origin + location.pathname);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    socket.onopen = () => {
      wait = SOON;
      if (isLost) talk.find();
      isLost = false;
    };
    socket.onmessage = ({ data }) => talk.hear(data);
    socket.onclose = () => {
      // One that closes while the page is left is no loss, so a moment passes before it is told.
      if (!isLost && wait > SOON) {
        isLost = true;
        talk.lose();
      }
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LATE);
    };
  };
  open();
}
