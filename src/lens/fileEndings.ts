/** Endings of the files that are read, without their points: what menus and editors are offered for. */
export const FILE_ENDINGS: readonly string[] = ['npy', 'npz', 'safetensors', 'csv', 'tsv', 'json', 'jsonl', 'ndjson'];
