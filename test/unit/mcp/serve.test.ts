import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { strict as assert } from 'node:assert';
import { connect } from '../../agents/client';

describe('the server for agents', () => {
  let client: Client;
  before(async () => {
    client = await connect();
  });
  after(() => client.close());

  const call = (input: Record<string, unknown>) => client.callTool({ name: 'compute_cross_entropy', arguments: input });

  it('says who it is, and lists one tool that changes nothing', async () => {
    assert.deepEqual(client.getServerCapabilities(), { tools: {} });
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, annotations, inputSchema }) => [name, annotations?.readOnlyHint, inputSchema.required]),
      [['compute_cross_entropy', true, ['predictions', 'targets']]],
    );
  });

  it('answers as text and as data, which the client holds against the schema', async () => {
    // Made by torch 2.13: F.cross_entropy(torch.tensor([[1., 2., 3.]]).double(), torch.tensor([2])).
    const { content, structuredContent, isError } = await call({ predictions: [[1, 2, 3]], targets: [2] });
    assert.equal((structuredContent as { value: number }).value, 0.4076059644443804);
    assert.deepEqual(JSON.parse((content as { text: string }[])[0]?.text ?? ''), structuredContent);
    assert.equal(isError, undefined);
  });

  it('answers what it cannot compute with a code, marked as an error', async () => {
    const { structuredContent, isError } = await call({ predictions: [[1, 2, 3]], targets: ['cat'] });
    assert.equal(isError, true);
    assert.equal((structuredContent as { error: { code: string } }).error.code, 'bad-number');
  });

  it('knows no other tool, and does not repeat the name of one', async () => {
    await assert.rejects(client.callTool({ name: 'rm -rf /', arguments: {} }), (error) => {
      assert.ok(error instanceof McpError && error.code === -32602);
      assert.doesNotMatch(error.message, /rm -rf/);
      return true;
    });
  });
});
