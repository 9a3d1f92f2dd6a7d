import { parentPort } from 'node:worker_threads';
import { inlineDesk } from '../../lens/desk';
import { serveDesk } from '../../lens/remoteDesk';
import type { Port } from '../../wire/port';

const host = parentPort;
if (host !== null) {
  const port: Port = {
    post: (message, transfer = []) => {
      host.postMessage(message, transfer);
    },
    listen: (receive) => {
      host.on('message', receive);
      return () => void host.off('message', receive);
    },
  };
  serveDesk(port, inlineDesk);
}
