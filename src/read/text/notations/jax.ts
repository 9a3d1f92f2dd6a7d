import type { CallNotation } from '../notation';

export const jax: CallNotation = {
  notation: 'jax',
  names: ['Array', 'DeviceArray', 'jnp.array', 'jnp.asarray', 'jax.numpy.array', 'mx.array'],
  implied: { decimal: 'float32', integer: 'int32' },
};
