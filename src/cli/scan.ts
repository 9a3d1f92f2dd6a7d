import { explain, pairsOf } from '../lens/explain';
import { scan } from '../lens/scan';
import { explanationText } from '../report/explanations';
import { errorJson } from '../report/json';
import { explanationsJson, scanJson, scanLines } from '../report/scanJson';
import { scanCall } from './arguments';
import { InputError, readSource } from './input';
import type { Terminal } from './terminal';

/** How many ways to come by a number are told. */
const MOST_EXPLANATIONS = 3;

/** `loss-lens scan`: every sensible pairing of each file. @returns the exit code: 1 where a file could not be read. */
export async function scanFiles(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = scanCall(args);
  let failed = false;
  for (const file of call.files) {
    try {
      const { text, reading } = await readSource(file, terminal);
      const { blocks } = reading;
      const found = await scan(blocks, text, { aborted: false });
      if (found === undefined) continue;
      const explained = call.explain && explain(call.explain, blocks, pairsOf(blocks), text);
      if (call.json) {
        const asked = explained && {
          explained: {
            value: call.explain?.value,
            explanations: explanationsJson(explained.slice(0, MOST_EXPLANATIONS), blocks),
            rivals: Math.max(0, explained.length - 1),
          },
        };
        terminal.out(`${JSON.stringify({ ...scanJson(file, text, blocks, found), ...asked })}\n`);
        continue;
      }
      for (const line of scanLines(file, blocks, found)) terminal.out(`${line}\n`);
      for (const one of explained?.slice(0, MOST_EXPLANATIONS) ?? []) {
        terminal.out(`${file}: ${explanationText(one, blocks)}\n`);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failed = true;
      terminal.err(`loss-lens: ${error.message}\n`);
      if (call.json)
        terminal.out(`${JSON.stringify({ ...errorJson('unreadable', error.message), file, pairings: [] })}\n`);
    }
  }
  return failed ? 1 : 0;
}
