/** What an agent may hand over with the words of a document in it, wherever words can stand. */
const PLACES: Readonly<Record<string, (words: string) => unknown>> = {
  labels: (words) => ({ predictions: LOGITS, targets: [words, words] }),
  'one label': (words) => ({ predictions: LOGITS, targets: [0, words] }),
  'a row of words': (words) => ({
    predictions: [
      [words, words],
      [1, 2],
    ],
    targets: [0, 1],
  }),
  'a word for a row': (words) => ({ predictions: [[1, 2], words], targets: [0, 1] }),
  'words for the whole': (words) => ({ predictions: words, targets: words }),
  'a loss': (words) => ({ ...NUMBERS, loss: words }),
  'a kind of predictions': (words) => ({ ...NUMBERS, from: words }),
  'a reference': (words) => ({ ...NUMBERS, reference: words }),
  'a field': (words) => ({ ...NUMBERS, [words]: 1 }),
  'an option': (words) => ({ ...NUMBERS, options: { [words]: 1 } }),
  'a value of an option': (words) => ({ ...NUMBERS, options: { reduction: words, label_smoothing: words } }),
  'a weight': (words) => ({ ...NUMBERS, options: { weight: [words, 1] } }),
  decimals: (words) => ({ ...NUMBERS, decimals: { [words]: 1 } }),
  'a number of decimals': (words) => ({ ...NUMBERS, decimals: { predictions: words } }),
  everything: (words) => words,
};

const LOGITS = [
  [2, -1],
  [0.5, 0.25],
];
const NUMBERS = { predictions: LOGITS, targets: [0, 1] };

/** A string that is a number to us, or a word of PyTorch's, may be answered otherwise. */
const MEANT = /^(?:nan|-?inf|mean|sum|none|logits|probabilities|[-+]?[\d.]+(?:[eE][-+]?\d+)?|)$/;

/**
 * Sends words in every place, and answers each place whose reply is not the same as to other words of that length: so it
 * can hold nothing of them, not even where they are so short that they stand in any reply.
 */
export async function givenAway(
  words: readonly string[],
  ask: (input: unknown) => Promise<unknown>,
): Promise<{ readonly replies: number; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  let replies = 0;
  const plain = new Map<string, string>();
  for (const [place, inputOf] of Object.entries(PLACES)) {
    for (const each of words) {
      if (MEANT.test(each.trim())) continue;
      const key = `${place} ${each.length}`;
      const other = plain.get(key) ?? JSON.stringify(await ask(inputOf('x'.repeat(each.length))));
      plain.set(key, other);
      replies++;
      if (JSON.stringify(await ask(inputOf(each))) !== other) faults.push(`${place}: ${JSON.stringify(each)}`);
    }
  }
  return { replies, faults };
}
