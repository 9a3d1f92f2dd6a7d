import { strict as assert } from 'node:assert';
import { shardPairs } from '../../../src/editor/pages/shardPairs';

describe('the files of a dataset', () => {
  const both = (file: string): object => ({ predictions: file, targets: file });

  it('of several arrays are shards by themselves, in the order of counting', () => {
    assert.deepEqual(
      shardPairs(['/d/part-10.npz', '/d/part-2.parquet']),
      ['/d/part-2.parquet', '/d/part-10.npz'].map(both),
    );
  });

  it('of one array go up in pairs by their names or those of their folders', () => {
    assert.deepEqual(shardPairs(['/d/labels-2.npy', '/d/logits-1.npy', '/d/labels-1.npy', '/d/logits-2.npy']), [
      { predictions: '/d/logits-1.npy', targets: '/d/labels-1.npy' },
      { predictions: '/d/logits-2.npy', targets: '/d/labels-2.npy' },
    ]);
    assert.deepEqual(shardPairs(['/d/labels/7.npy', '/d/logits/7.npy']), [
      { predictions: '/d/logits/7.npy', targets: '/d/labels/7.npy' },
    ]);
  });

  it('are refused where one is without its partner, or says nothing of what it is', () => {
    assert.equal(shardPairs(['/d/logits-1.npy', '/d/labels-2.npy']), undefined);
    assert.equal(shardPairs(['/d/1.npy', '/d/2.npy']), undefined);
  });
});
