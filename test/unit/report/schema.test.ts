import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { runCommand } from '../../../src/cli/command';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
}

const SCHEMA = JSON.parse(readFileSync('docs/cli.schema.json', 'utf8')) as Schema;
const TEXT = readFileSync('test/fixtures/scan/options.txt', 'utf8');
const PROBABILITIES = 'p = tensor([[0.4950, 0.5050], [0.0000, 1.0000]])\ny = tensor([0, 0])\n';

const CALLS: readonly (readonly [string, readonly string[], string, string])[] = [
  ['a loss', ['compute', '--json', '-'], 'compute', TEXT.split('In [3]')[0] ?? ''],
  ['losses that are not reduced', ['compute', '--json', '--reduction', 'none', '-'], 'compute', PROBABILITIES],
  ['a loss without an upper end', ['compute', '--json', '-'], 'compute', PROBABILITIES],
  ['a loss with a finding', ['compute', '--json', '--loss', 'cross_entropy', '-'], 'compute', PROBABILITIES],
  [
    'a refusal with a finding',
    ['compute', '--json', '--loss', 'binary_cross_entropy', '-'],
    'error',
    'x = [2.5, -0.5]\ny = [1, 0]\n',
  ],
  ['a scan', ['scan', '--json', '-'], 'scan', TEXT],
  ['a check', ['check', '--json', '-'], 'check', `${PROBABILITIES}# loss-lens: 0.5\n# loss-lens: inf\n`],
];

describe('the schema of the terminal’s JSON', () => {
  for (const [name, args, definition, text] of CALLS) {
    it(`holds of ${name}`, async () => {
      const out: string[] = [];
      const terminal = { out: (part: string) => void out.push(part), err: () => undefined, input: bytes(text) };
      await runCommand(args, terminal);
      const found: unknown = JSON.parse(out.join(''));
      assert.deepEqual(faults(found, { $ref: `#/$defs/${definition}` }, '$'), []);
    });
  }
});

/** Where a value is not what a schema says: as much of JSON Schema as ours uses. */
function faults(value: unknown, schema: Schema, at: string): readonly string[] {
  if (schema.$ref !== undefined) {
    const target = SCHEMA.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [`${schema.$ref} is no definition`] : faults(value, target, at);
  }
  if (schema.anyOf) {
    const tried = schema.anyOf.map((one) => faults(value, one, at));
    return tried.some((found) => found.length === 0) ? [] : (tried[0] ?? []);
  }
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${at} is ${JSON.stringify(value)}`];
  const found: string[] = [];
  if (schema.type !== undefined && !isOf(value, schema.type)) found.push(`${at} is no ${schema.type}`);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) value.forEach((item, index) => found.push(...faults(item, items, `${at}[${index}]`)));
  } else if (typeof value === 'object' && value !== null) {
    const own = value as Readonly<Record<string, unknown>>;
    for (const key of schema.required ?? []) if (!(key in own)) found.push(`${at}.${key} is missing`);
    for (const [key, item] of Object.entries(own)) {
      const known = schema.properties?.[key];
      if (known) found.push(...faults(item, known, `${at}.${key}`));
      else if (schema.additionalProperties === false) found.push(`${at}.${key} is not in the schema`);
    }
  }
  return found;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
