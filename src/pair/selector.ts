import type { Block } from '../read/reading';

/** Why a selector picks no array, as data. */
export type SelectorFault =
  | {
      readonly code: 'no-such-array';
      readonly selector: string;
      readonly names: readonly string[];
      readonly count: number;
    }
  | { readonly code: 'elided-array'; readonly selector: string }
  | { readonly code: 'no-such-columns'; readonly selector: string; readonly count: number };

/**
 * Resolves `#k` (the k-th array, from 0), a name, or `NAME@k` (the k-th array of that name, from 0).
 * @returns the positions in blocks: several where several arrays bear the name.
 */
export function select(blocks: readonly Block[], selector: string): readonly number[] | SelectorFault {
  const found = find(blocks, selector);
  if (found.length === 0) {
    const names = [...new Set(blocks.flatMap((block) => block.name ?? []))];
    return { code: 'no-such-array', selector, names, count: blocks.length };
  }
  return found.every((index) => blocks[index]?.elided) ? { code: 'elided-array', selector } : found;
}

function find(blocks: readonly Block[], selector: string): readonly number[] {
  const position = /^#(\d{1,9})$/.exec(selector)?.[1];
  if (position !== undefined) return Number(position) < blocks.length ? [Number(position)] : [];
  const exact = named(blocks, selector);
  if (exact.length > 0) return exact;
  const numbered = /^(.*)@(\d{1,9})$/s.exec(selector);
  const found = numbered && named(blocks, numbered[1])[Number(numbered[2])];
  return found == null ? [] : [found];
}

function named(blocks: readonly Block[], name: string): readonly number[] {
  return blocks.flatMap((block, index) => (block.name === name ? [index] : []));
}
