// @ts-check
// Who may import whom. The one list that the lint rules and the test over the bundles both read; ARCHITECTURE.md says
// why. An arrow may be an import of types alone.

/** @type {Readonly<Record<string, readonly string[]>>} */
export const MAY_IMPORT = {
  core: [],
  wire: [],
  kernel: ['core'],
  exact: ['core'],
  read: ['core', 'kernel'],
  pair: ['core', 'read'],
  check: ['core', 'read', 'pair'],
  run: ['core', 'kernel', 'wire'],
  lens: ['core', 'wire', 'read', 'pair', 'check', 'run'],
  live: ['core', 'read'],
  parquet: ['core', 'read'],
  report: ['core', 'read', 'pair', 'check', 'run', 'lens', 'live', 'dataset'],
  dataset: ['core', 'kernel', 'read', 'pair'],
  request: ['core', 'report'],
  agents: ['core', 'read', 'pair', 'check', 'run', 'lens', 'report', 'request'],
  mcp: ['agents'],
  inspector: ['core', 'kernel', 'wire', 'report'],
  editor: ['core', 'kernel', 'wire', 'read', 'pair', 'check', 'run', 'lens', 'live', 'report', 'agents', 'inspector'],
  host: ['core', 'kernel', 'exact', 'wire', 'read', 'parquet', 'run', 'lens', 'agents', 'editor'],
  cli: [
    'core',
    'kernel',
    'exact',
    'wire',
    'read',
    'parquet',
    'pair',
    'check',
    'run',
    'lens',
    'dataset',
    'report',
    'request',
    'mcp',
  ],
};

/** Rooms that know neither Node nor the DOM nor VS Code. */
export const PURE_ROOMS = [
  'core',
  'wire',
  'kernel',
  'exact',
  'read',
  'pair',
  'check',
  'run',
  'lens',
  'live',
  'report',
  'dataset',
  'request',
  'agents',
];

/** The most that each bundle may weigh, in bytes, minified: what is loaded at once, parts that come later left out. */
export const BUNDLE_LIMITS = {
  extension: 200_000,
  web: 200_000,
  inspector: 150_000,
};

/** The same with the parts that come later, such as the charts. */
export const WHOLE_LIMITS = {
  inspector: 250_000,
};
