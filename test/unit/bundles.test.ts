import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What ships, as it ships. */
const files = (existsSync('dist') ? readdirSync('dist', { recursive: true, encoding: 'utf8' }) : [])
  .filter((file) => file.endsWith('.js'))
  .map((file) => ({ file: path.normalize(file), text: readFileSync(path.join('dist', file), 'utf8') }));

/** Which bundles hold any of it, each place with what stands around it. */
function places(pattern: RegExp): readonly string[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(
      ({ index, 0: found }) => `${file}: ${text.slice(Math.max(0, index - 30), index)}${found}`,
    ),
  );
}

/** The modules of Node that each bundle asks for. */
function required(file: string): readonly string[] {
  const text = files.find((known) => known.file === file)?.text ?? '';
  const names = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
  return [...new Set(names)].sort();
}

describe('what ships', () => {
  it('is built', () => assert.ok(files.length > 5, 'run npm run build first'));

  it('opens no socket and asks for no address', () => {
    const network =
      /\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b|\bfetch\(|\bimportScripts\b|\bRTCPeerConnection\b/g;
    assert.deepEqual(places(network), []);
    const reaching = /^(?:node:)?(?:http2?|https|net|tls|dgram|dns|cluster|inspector|vm|v8|repl)(?:\/|$)/;
    for (const { file } of files) {
      assert.deepEqual(
        required(file).filter((name) => reaching.test(name)),
        [],
        file,
      );
    }
  });

  it('starts no process but its own worker, its own command and the one that reads a Parquet file', () => {
    const started: Readonly<Record<string, RegExp>> = {
      'cli.js': /\(__dirname,"parquet\.js"\)/,
      // The extension itself starts the terminal's command.
      'extension.js': /\("cli\.js"\)/,
      'relay.js': /\(__dirname,"worker\.js"\)/,
      'worker.js': /\(__dirname,"parquet\.js"\)/,
    };
    const starting = files.filter(({ text }) => text.includes('child_process'));
    assert.deepEqual(starting.map(({ file }) => file).sort(), Object.keys(started));
    for (const { file, text } of starting) assert.match(text, started[file]);
  });

  it('makes no code from text', () => {
    // `case"eval":` is a word of the terminal's.
    assert.deepEqual(
      places(/(?<!")\beval\b\(|\bnew Function\b|[^\w.]Function\(|\bcreateContextualFragment\b|\bDOMParser\b/g),
      [],
    );
  });

  it('makes no markup from text', () => {
    const found = places(/\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/g);
    // One place is preact's, for elements that ask for it by a name that no source of ours has.
    assert.ok(new Set(found.map((place) => place.split(':')[0])).size <= 1, found.join('\n'));
    assert.ok(
      found.every((place) => place.includes('__html')),
      found.join('\n'),
    );
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
    const asking = sources.filter((file) => /dangerously|__html/.test(readFileSync(path.join('src', file), 'utf8')));
    assert.deepEqual(asking, []);
  });

  it('tells nobody what is done with it', () => {
    assert.deepEqual(places(/telemetry|createTelemetryLogger|appinsights|posthog|sentry/gi), []);
  });

  it('holds nothing of mathjs that takes expressions', () => {
    const parsers = /\b(?:parse|evaluate|compile|simplify|derivative|import|createUnit|reviver|chain|parser)\b/;
    const named = places(
      /"(?:evaluate|parse|compile|simplify|derivative|createUnit|reviver|parser|SymbolNode|FunctionNode)"/g,
    );
    assert.deepEqual(
      named.filter((place) => place.startsWith('exact.js') && parsers.test(place)),
      [],
    );
    const [major = 0, minor = 0] = (
      JSON.parse(readFileSync('node_modules/mathjs/package.json', 'utf8')) as { version: string }
    ).version
      .split('.')
      .map(Number);
    assert.ok(major > 15 || (major === 15 && minor >= 2), `mathjs ${major}.${minor} has two known holes`);
  });

  it('runs no script where it is installed, and ships no dependency but in its bundles', () => {
    const { scripts, dependencies, extensionDependencies, extensionPack } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    ) as Record<string, Record<string, string> | undefined>;
    const installing = Object.keys(scripts ?? {}).filter((name) => /install|prepare|prepublish|uninstall/.test(name));
    assert.deepEqual(
      [installing, dependencies, extensionDependencies, extensionPack],
      [[], undefined, undefined, undefined],
    );
    assert.match(readFileSync('.npmrc', 'utf8'), /^ignore-scripts=true$/m);
  });

  it('names the reason of every dependency, each pinned to one version', () => {
    const { devDependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies?: Record<string, string>;
    };
    const reasons = readFileSync('CONTRIBUTING.md', 'utf8');
    for (const [name, version] of Object.entries(devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
      assert.ok(reasons.includes(name), `CONTRIBUTING.md gives no reason for ${name}`);
    }
  });
});
