/** Endings of the files that are read, without their points: what menus and editors are offered for. */
export const FILE_ENDINGS: readonly string[] = [
  'npy',
  'npz',
  'safetensors',
  'parquet',
  'csv',
  'tsv',
  'json',
  'jsonl',
  'ndjson',
];

/** What is read by its path only, in a process of its own. */
export function isParquet(name: string): boolean {
  return name.toLowerCase().endsWith('.parquet');
}
