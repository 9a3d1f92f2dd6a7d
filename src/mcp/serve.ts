import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { Readable, Writable } from 'node:stream';
import { config } from 'zod';
import { answerAgent } from '../agents/answer';
import { errorReply, type Reply } from '../agents/reply';
import { INPUT_SCHEMA, OUTPUT_SCHEMA, TOOL_DESCRIPTION } from '../agents/tool';
import { TOOL_NAME } from '../agents/toolName';

// Zod would otherwise make functions from text to check messages a little faster.
config({ jitless: true });

/** The tool as a server of the Model Context Protocol lists it. */
const TOOL = {
  name: TOOL_NAME,
  title: 'Compute cross entropy',
  description: TOOL_DESCRIPTION,
  inputSchema: INPUT_SCHEMA,
  outputSchema: OUTPUT_SCHEMA,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
};

/** Serves the tool on two streams until the first of them ends. */
export async function serve(version: string, input: Readable, output: Writable): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    input.once('end', resolve);
    input.once('close', resolve);
  });
  // The tool is described by JSON Schema, as in the editor: McpServer, the higher level of the SDK, wants Zod's.
  const server = new Server({ name: 'loss-lens', version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [TOOL] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    // Not even the name is repeated: it may come from a document.
    if (params.name !== TOOL_NAME) throw new McpError(ErrorCode.InvalidParams, `The only tool is ${TOOL_NAME}.`);
    return resultOf(await answered(params.arguments ?? {}, signal));
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  await server.close();
}

/** Whatever goes wrong is an answer too. */
async function answered(input: unknown, signal: AbortSignal): Promise<Reply> {
  try {
    return await answerAgent(input, signal);
  } catch {
    return errorReply('broken', 'The loss could not be computed.');
  }
}

function resultOf(reply: Reply): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(reply) }],
    structuredContent: reply,
    ...('error' in reply && { isError: true }),
  };
}
