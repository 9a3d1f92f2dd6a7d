import path from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import { type Context, type Seam, start } from '../../editor/extension';
import type { Worker } from '../../lens/remoteDesk';

/** The extension in a Node extension host: large documents are worked on in a thread. */
export function activate(context: Context): Seam {
  return start(context, {
    loadInline: async () => (await import('../../lens/desk')).inlineDesk,
    startWorker: () => startThread(path.join(context.extensionPath, 'dist', 'worker.js')),
  });
}

function startThread(file: string): Worker {
  const thread = new Thread(file);
  return {
    port: {
      post: (message, transfer = []) => {
        thread.postMessage(message, transfer);
      },
      listen: (receive) => {
        thread.on('message', receive);
        return () => void thread.off('message', receive);
      },
    },
    onEnd: (listener) => {
      thread.once('error', (error) => {
        listener(error.message);
      });
      thread.once('exit', (code) => {
        listener(`the worker ended with code ${code}`);
      });
    },
    end: () => void thread.terminate(),
  };
}
