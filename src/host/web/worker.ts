import { inlineDesk } from '../../lens/desk';
import { filesDesk } from '../../lens/files';
import { serveDesk } from '../../lens/remoteDesk';
import type { Port } from '../../wire/port';

const port: Port = {
  post: (message, transfer = []) => {
    postMessage(message, { transfer: [...transfer] });
  },
  listen: (receive) => {
    const listener = (event: MessageEvent): void => {
      receive(event.data);
    };
    addEventListener('message', listener);
    return () => {
      removeEventListener('message', listener);
    };
  },
};
serveDesk(port, inlineDesk, filesDesk, {
  exactLoss: async (problem, digits) => (await import('../../exact/exactLoss')).exactLoss(problem, digits),
});
