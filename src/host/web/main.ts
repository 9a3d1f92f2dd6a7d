import { type Context, readOwnFile, type Seam, start } from '../../editor/extension';
import type { Worker as DeskWorker } from '../../lens/workers';

/** The extension in a web worker: large documents are worked on in a worker beside it. */
export async function activate(context: Context): Promise<Seam> {
  // A worker takes its script from the page's own origin only; the extension's files may stand on another.
  const source = await readOwnFile(context, 'dist', 'web', 'worker.js');
  const address = URL.createObjectURL(new Blob([source as BlobPart], { type: 'text/javascript' }));
  context.subscriptions.push({ dispose: () => URL.revokeObjectURL(address) });
  return start(context, { startWorker: () => startWorker(address), readsPaths: false });
}

function startWorker(address: string): DeskWorker {
  const worker = new Worker(address);
  const ended: ((reason: string) => void)[] = [];
  const tell = (reason: string): void => {
    for (const listener of ended.splice(0)) listener(reason);
  };
  worker.addEventListener('error', (event) => {
    tell(event.message);
  });
  return {
    port: {
      post: (message, transfer = []) => {
        worker.postMessage(message, [...transfer]);
      },
      listen: (receive) => {
        const listener = (event: MessageEvent): void => {
          receive(event.data);
        };
        worker.addEventListener('message', listener);
        return () => {
          worker.removeEventListener('message', listener);
        };
      },
    },
    onEnd: (listener) => ended.push(listener),
    end: () => {
      worker.terminate();
      tell('the worker was ended');
    },
  };
}
