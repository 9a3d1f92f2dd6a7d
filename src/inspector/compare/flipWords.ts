import type { English } from '../words';
import type { Flip } from './paired';

export const FLIP_WORDS: Readonly<Record<Flip, English>> = {
  gained: 'right only there',
  lost: 'right only here',
  changed: 'another class',
};
