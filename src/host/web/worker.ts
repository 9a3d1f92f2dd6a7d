import { answerAgent } from '../../agents/answer';
import { takeShortcut } from '../../core/evaluate';
import { fastEvaluation } from '../../kernel/fastEvaluation';
import { loadKernel } from '../../kernel/loadKernel';
import { loadTextRows } from '../../kernel/textRows';
import { inlineDesk } from '../../lens/desk';
import { filesDesk } from '../../lens/files';
import { serveDesk } from '../../lens/remoteDesk';
import { takeTextRows } from '../../read/text/rowRuns';
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
takeShortcut((problem) => fastEvaluation(problem, loadKernel()));
takeTextRows(loadTextRows);
serveDesk(port, inlineDesk, filesDesk, {
  exactLoss: async (problem, digits) => (await import('../../exact/exactLoss')).exactLoss(problem, digits),
  answerAgent,
});
