import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BUNDLE_LIMITS, MAY_IMPORT, PURE_ROOMS, WHOLE_LIMITS } from './house.mjs';

/** What esbuild wrote of a bundle: which file imports which, and what it weighs. */
interface Metafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly entryPoint?: string;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

function metafile(bundle: string): Metafile {
  const file = `out/meta/${bundle}.json`;
  assert.ok(existsSync(file), `${file} is missing: run npm run build first`);
  return JSON.parse(readFileSync(file, 'utf8')) as Metafile;
}

const BUNDLES = [
  'extension',
  'desk',
  'worker',
  'relay',
  'web',
  'webWorker',
  'exact',
  'inspector',
  'cli',
  'mcp',
  'parquet',
];

/** Of the scripts that are loaded before the first of them runs. */
function weightAtOnce({ outputs }: Metafile): number {
  const [first] = Object.entries(outputs).flatMap(([file, { entryPoint }]) =>
    entryPoint && file.endsWith('.js') ? [file] : [],
  );
  const loaded = new Set(first === undefined ? [] : [first]);
  for (const file of loaded) {
    for (const { path: other, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && other in outputs) loaded.add(other);
    }
  }
  return [...loaded].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

describe('the house', () => {
  it('has a fence around every room', () => {
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(rooms.map((room) => room.name).sort(), Object.keys(MAY_IMPORT).sort());
    for (const room of PURE_ROOMS) {
      const config = JSON.parse(readFileSync(`src/${room}/tsconfig.json`, 'utf8')) as {
        compilerOptions: { types?: unknown; lib?: unknown };
      };
      assert.deepEqual([config.compilerOptions.types, config.compilerOptions.lib], [undefined, undefined], room);
    }
  });

  for (const bundle of BUNDLES) {
    it(`has no forbidden arrow in ${bundle}`, () => {
      const forbidden: string[] = [];
      for (const [file, { imports }] of Object.entries(metafile(bundle).inputs)) {
        const room = roomOf(file);
        if (room === undefined) continue;
        for (const { path: target } of imports) {
          const other = roomOf(target);
          const allowed = other === undefined || other === room || MAY_IMPORT[room]?.includes(other);
          const foreign =
            target === 'vscode' ? room !== 'editor' : target.startsWith('node:') && PURE_ROOMS.includes(room);
          if (!allowed || foreign) forbidden.push(`${file} -> ${target}`);
        }
      }
      assert.deepEqual(forbidden, []);
    });
  }

  it('keeps each bundle within its weight', () => {
    for (const [bundle, limit] of Object.entries(BUNDLE_LIMITS)) {
      const bytes = weightAtOnce(metafile(bundle));
      assert.ok(bytes <= limit, `${bundle} weighs ${bytes} bytes; at most ${limit}`);
    }
    for (const [bundle, limit] of Object.entries(WHOLE_LIMITS)) {
      const scripts = Object.entries(metafile(bundle).outputs).filter(([file]) => file.endsWith('.js'));
      const bytes = scripts.reduce((sum, [, output]) => sum + output.bytes, 0);
      assert.ok(bytes <= limit, `${bundle} weighs ${bytes} bytes with its parts; at most ${limit}`);
    }
  });

  it('loads mathjs with nothing but the exact evaluator', () => {
    const inputs = Object.keys(metafile('extension').inputs);
    assert.deepEqual(
      inputs.filter((file) => file.includes('node_modules')),
      [],
    );
    const parsers = Object.keys(metafile('exact').inputs).filter((file) =>
      /mathjs\/.*\/(parse|evaluate|import)\.js$/.test(file),
    );
    const shipped = Object.values(metafile('exact').outputs).flatMap((output) =>
      Object.keys((output as { inputs?: object }).inputs ?? {}),
    );
    assert.deepEqual(
      parsers.filter((file) => shipped.includes(file)),
      [],
    );
  });

  it('knows every test: none is left out of the run', () => {
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.test.ts'),
    );
    const homeless = tests.filter(
      (file) => !/^(?:unit|golden|vscode)[\\/]|^house\.test\.ts$/.test(path.normalize(file)),
    );
    assert.deepEqual(homeless, []);
  });
});
