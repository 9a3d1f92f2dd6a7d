/**
 * The server for agents at the hands of the official client: `npm run agents -- FOLDER`, where FOLDER holds the Big List
 * of Naughty Strings. Listed, called, errors typed, and no word of a request in a reply. Exit code 1 on any fault.
 */
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { flatten, readGoldens } from '../golden/goldens';
import { connect } from './client';
import { givenAway } from './naughty';

const [, , folder = ''] = process.argv;

async function main(): Promise<void> {
  const client = await connect();
  const call = async (input: unknown) =>
    client.callTool({ name: 'compute_cross_entropy', arguments: input as Record<string, unknown> });

  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
    [['compute_cross_entropy', true]],
  );
  console.log('listed: 1 tool, read-only');

  let called = 0;
  let refused = 0;
  for (const { input, target, params, expected, fn } of readGoldens().cases) {
    if (fn !== 'cross_entropy' || typeof input === 'string') continue;
    const { mean, error } = expected.float64;
    const loss = 'cross_entropy';
    const { structuredContent, isError } = await call({ predictions: input, targets: target, loss, options: params });
    const reply = structuredContent as { value?: number | string; error?: { code: string; message: string } };
    if (error) {
      assert.ok(isError && reply.error?.code, 'refused with a code');
      refused++;
    } else {
      const [value] = flatten(mean);
      const found = Number(String(reply.value).replace('inf', 'Infinity'));
      assert.ok(
        Object.is(found, value) || Math.abs(found - value) <= 4e-16 * Math.abs(value),
        `${found} is not ${value}`,
      );
      called++;
    }
  }
  console.log(`called: ${called} losses as torch 2.13 returns them, ${refused} refused as it refuses them`);

  await assert.rejects(
    client.callTool({ name: 'run_shell', arguments: {} }),
    (error) => error instanceof McpError && error.code === -32602,
  );
  await assert.rejects(client.getPrompt({ name: 'none' }), (error) => error instanceof Error);
  console.log('errors typed: an unknown tool is -32602');

  const file = path.join(folder, 'blns.json');
  const words = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  const { replies, faults } = await givenAway(words, async (input) =>
    call(typeof input === 'string' ? { input } : input),
  );
  console.log(`${words.length} naughty strings: ${replies} replies, ${faults.length} that hold anything of them`);
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  await client.close();
}

if (folder === '') {
  console.error('npm run agents -- FOLDER');
  process.exitCode = 2;
} else void main();
