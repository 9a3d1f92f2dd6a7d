import { field, itemsOf, type JsonNode, wordOf } from './tree';

/** What a notebook lacks, and where. */
export interface NotebookFault {
  readonly at: number;
  readonly missing: string;
}

const LATEST_MINOR = 5;
type Version = 3 | 4;

const CELL_TYPES: Readonly<Record<Version, ReadonlySet<string>>> = {
  3: new Set(['code', 'markdown', 'raw', 'heading', 'html']),
  4: new Set(['code', 'markdown', 'raw']),
};
const OUTPUT_TYPES: Readonly<Record<Version, ReadonlySet<string>>> = {
  3: new Set(['stream', 'display_data', 'pyout', 'pyerr']),
  4: new Set(['stream', 'display_data', 'execute_result', 'error']),
};

/** The first thing that the format requires and the file has not; undefined for a notebook that can be read. */
export function notebookFault(text: string, root: JsonNode): NotebookFault | undefined {
  const at = root.start;
  const version = field(root, 'nbformat');
  if (version?.kind !== 'number' || (version.value !== 3 && version.value !== 4))
    return { at, missing: 'nbformat 3 or 4' };
  const minor = field(root, 'nbformat_minor');
  if (minor?.kind !== 'number') return { at, missing: 'nbformat_minor' };
  if (field(root, 'metadata')?.kind !== 'object') return { at, missing: 'metadata' };
  // What a later minor version adds is not known yet; its cells are read as far as they are understood.
  if (version.value === 4 && minor.value > LATEST_MINOR) return undefined;
  if (version.value === 4) return cellsFault(text, root, 4);
  const worksheets = field(root, 'worksheets');
  if (worksheets?.kind !== 'array') return { at, missing: 'worksheets' };
  for (const sheet of worksheets.items) {
    const fault = cellsFault(text, sheet, 3);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function cellsFault(text: string, holder: JsonNode, version: Version): NotebookFault | undefined {
  const cells = field(holder, 'cells');
  if (cells?.kind !== 'array') return { at: holder.start, missing: 'cells' };
  for (const cell of cells.items) {
    const fault = cellFault(text, cell, version);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function cellFault(text: string, cell: JsonNode, version: Version): NotebookFault | undefined {
  const at = cell.start;
  const type = wordOf(text, field(cell, 'cell_type')) ?? '';
  if (!CELL_TYPES[version].has(type)) return { at, missing: 'cell_type' };
  const source = field(cell, version === 3 && type === 'code' ? 'input' : 'source');
  if (source?.kind !== 'string' && source?.kind !== 'array') return { at, missing: 'source' };
  const metadata = field(cell, 'metadata');
  if (metadata === undefined ? version === 4 : metadata.kind !== 'object') return { at, missing: 'metadata' };
  const id = field(cell, 'id');
  if (id !== undefined && !/^[a-zA-Z0-9-_]{1,64}$/.test(wordOf(text, id) ?? '')) return { at, missing: 'id' };
  const wrong = metadata === undefined ? undefined : wrongMetadata(metadata);
  if (wrong !== undefined) return { at, missing: `metadata.${wrong}` };
  if (type !== 'code') return undefined;
  const outputs = field(cell, 'outputs');
  if (outputs?.kind !== 'array') return { at, missing: 'outputs' };
  const odd = itemsOf(outputs).find((output) => {
    const word = wordOf(text, field(output, 'output_type'));
    return word === undefined || !OUTPUT_TYPES[version].has(word);
  });
  return odd === undefined ? undefined : { at: odd.start, missing: 'output_type' };
}

const METADATA_KINDS: Readonly<Record<string, JsonNode['kind']>> = {
  name: 'string',
  tags: 'array',
  jupyter: 'object',
  execution: 'object',
};

function wrongMetadata(metadata: JsonNode): string | undefined {
  return Object.entries(METADATA_KINDS).find(([key, kind]) => {
    const value = field(metadata, key);
    return value !== undefined && value.kind !== kind;
  })?.[0];
}
