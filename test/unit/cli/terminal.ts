import { runCommand } from '../../../src/cli/command';

/** What one call of the terminal command came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process. */
export async function lossLens(args: readonly string[], input = '', clusterProgram?: string): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input: chunks(input),
    ...(clusterProgram !== undefined && { clusterProgram }),
  });
  return { code, out, err };
}

/** Runs the command and reads its answer. */
export async function json<T>(args: readonly string[], input = '', clusterProgram?: string): Promise<T & Ran> {
  const ran = await lossLens(args, input, clusterProgram);
  return { ...(JSON.parse(ran.out) as T), ...ran };
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
