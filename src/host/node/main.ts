import path from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import { type Context, type Seam, start } from '../../editor/extension';
import type { Worker } from '../../lens/workers';
import { END } from './end';
import { summariseShards } from './shards';

/**
 * The extension in a Node extension host: large documents are worked on in a thread, and very large ones in a process
 * of their own, so that whatever memory they take is not the host's to run out of. A thread stands before that process
 * and takes its answers apart, which the host would be held up by.
 */
export function activate(context: Context): Seam {
  const file = (name: string): string => path.join(context.extensionPath, 'dist', name);
  // The editor's own Node, as nobody can say which other there is.
  const ownCommand = { program: process.execPath, script: file('cli.js'), env: { ELECTRON_RUN_AS_NODE: '1' } };
  return start(context, {
    loadInline: async () => (await import('../../lens/desk')).inlineDesk,
    startWorker: (weight) =>
      weight === 'heavy'
        ? startThread(file('relay.js'), (thread) => {
            thread.postMessage(END);
          })
        : startThread(file('worker.js'), (thread) => void thread.terminate()),
    readsPaths: true,
    ownCommand,
    summariseShards: (shards, interest) => summariseShards(ownCommand, shards, interest),
  });
}

function startThread(file: string, end: (thread: Thread) => void): Worker {
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
    end: () => {
      end(thread);
    },
  };
}
