import { strict as assert } from 'node:assert';
import { filesDesk } from '../../../src/lens/files';
import { inlineDesk } from '../../../src/lens/desk';
import { type FilesSource, RemoteFiles } from '../../../src/lens/remoteFiles';
import { type Job, type Means, serveDesk } from '../../../src/lens/remoteDesk';
import { Session } from '../../../src/lens/session';
import { Workers } from '../../../src/lens/workers';
import { failureText } from '../../../src/report/failures';
import type { Port } from '../../../src/wire/port';
import { joined } from '../../fake/joined';

const QUESTION = { selections: [], request: {}, options: {} };
const TEXTS: Readonly<Record<string, string>> = {
  'logits.csv': 'cat,dog\n2,-1\n0.1,0.2\n',
  'labels.json': '[0, 1]',
  'both.json': '{"logits": [[2, -1], [0.1, 0.2]], "labels": [0, 1]}',
};

function source(...names: readonly string[]): FilesSource {
  const files = names.map((name) => ({
    ...{ name, path: `/${name}`, size: 20 },
    chunks: () => assert.fail('read by its path'),
  }));
  return { version: 1, roles: 'told-apart', files };
}

function desk(readPath: NonNullable<Means['readPath']>): RemoteFiles {
  const start = (): { port: Port; onEnd: () => void; end: () => void } => {
    const [here, there] = joined();
    serveDesk(there, inlineDesk, filesDesk, { readPath });
    return { port: here, onEnd: () => undefined, end: () => undefined };
  };
  return new RemoteFiles(new Workers<Job>(start, () => Promise.resolve()));
}

function bytesAt(path: string): Uint8Array {
  return new TextEncoder().encode(TEXTS[path.slice(1)] ?? '');
}

describe('files that a worker reads by their paths', () => {
  it('tell how much of them has been read', async () => {
    const remote = desk((path, progress) => {
      for (const share of [0.5, 1]) progress(share);
      return Promise.resolve(bytesAt(path));
    });
    const seen: (number | string | undefined)[] = [];
    const session: Session<FilesSource> = new Session<FilesSource>(remote, () => {
      const { state } = session;
      seen.push(state.kind === 'running' ? state.read : state.kind);
    });
    await session.ask(source('logits.csv', 'labels.json'), QUESTION);
    assert.deepEqual(seen, [undefined, 0.25, 0.5, 0.75, 1, 'done']);
  });

  it('tell nothing any more once nobody waits for them', async () => {
    let goOn = (): void => undefined;
    const remote = desk(async (path, progress) => {
      await new Promise<void>((resolve) => (goOn = resolve));
      progress(1);
      return bytesAt(path);
    });
    const seen: string[] = [];
    const session: Session<FilesSource> = new Session<FilesSource>(remote, () => seen.push(session.state.kind));
    const asked = session.ask(source('both.json'), QUESTION);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    session.withdraw(session.state);
    goOn();
    await asked;
    assert.deepEqual(seen, ['running', 'idle']);
  });

  const faults = { changed: 'it changed while it was being read; compute it again.', gone: 'it cannot be opened.' };
  for (const [fault, text] of Object.entries(faults)) {
    it(`give no number where one of them is ${fault}, though another holds a problem by itself`, async () => {
      const remote = desk((path) =>
        Promise.resolve(path === '/labels.json' ? (fault as keyof typeof faults) : bytesAt(path)),
      );
      const verdict = await remote.ask(source('both.json', 'labels.json'), QUESTION, { aborted: false });
      assert.equal(
        verdict?.kind === 'failed' && failureText(verdict.failure),
        `The file "labels.json" cannot be read: ${text}`,
      );
    });
  }
});
