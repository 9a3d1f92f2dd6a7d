import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OwnCommand } from '../../editor/ownCommand';
import type { Shards, ShardsAnswer } from '../../editor/pages/shardPages';
import type { Interest } from '../../run/run';

/**
 * The summary of shards by the terminal's command, in a process of its own: it reads, counts and merges as it does there.
 * @returns undefined where interest was lost before there was an answer.
 */
export async function summariseShards(
  { program, script, env }: OwnCommand,
  shards: Shards,
  interest: Interest,
): Promise<ShardsAnswer | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'loss-lens-'));
  try {
    const listed = path.join(folder, 'shards.json');
    if (!('manifest' in shards)) await writeFile(listed, JSON.stringify(shards));
    const manifest = 'manifest' in shards ? shards.manifest : listed;
    if (interest.aborted) return undefined;
    const args = [script, 'dataset', '--json', '--progress', '--manifest', manifest];
    return await answerOf(spawn(program, args, { env: { ...process.env, ...env }, windowsHide: true }), interest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(child: ReturnType<typeof spawn>, interest: Interest): Promise<ShardsAnswer | undefined> {
  return new Promise((resolve) => {
    let [out, err] = ['', ''];
    interest.onAbort?.(() => child.kill('SIGKILL'));
    child.stdin?.end();
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (err + text).split('\n');
      err = lines.pop() ?? '';
      for (const line of lines) {
        const share = /^\{"progress":([\d.]+)\}$/.exec(line)?.[1];
        if (share !== undefined) interest.progress?.(Number(share));
      }
    });
    child.once('error', (error) => resolve({ ok: false, message: error.message }));
    child.once('close', (code, signal) => {
      if (interest.aborted) resolve(undefined);
      else resolve(answered(out) ?? { ok: false, message: `the process ended with ${signal ?? `code ${code}`}` });
    });
  });
}

function answered(out: string): ShardsAnswer | undefined {
  try {
    const reply = JSON.parse(out) as object;
    if ('error' in reply) return { ok: false, message: (reply.error as { message: string }).message };
    return { ok: true, reply: reply as Extract<ShardsAnswer, { ok: true }>['reply'] };
  } catch {
    return undefined;
  }
}
