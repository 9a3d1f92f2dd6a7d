import type { LiveFault } from '../live/fault';
import { t } from './l10n';

/** Why the values of a running program were not taken: what was found, and what was expected. */
export function liveFaultText(fault: LiveFault): string {
  switch (fault.code) {
    case 'not-a-place':
      return t(
        '{0} is no variable: only names with attributes, numbers and quoted keys are read, since anything else would run code.',
        fault.place,
      );
    case 'language':
      return t('Arrays of a program under the debugger {0} are not known; expected Python or JavaScript.', fault.type);
    case 'not-evaluated':
      return t('The debugger does not read {0}: {1}', fault.place, fault.reason);
    case 'no-answer':
      return t('The debugger did not answer about {0} in time.', fault.place);
    case 'garbled':
      return t('The debugger’s reply about {0} is cut or not of this question: {1}', fault.place, fault.found);
    case 'checksum':
      return t(
        'Values {1} to {2} of {0} did not arrive as they were: their checksum is another.',
        fault.place,
        fault.first,
        fault.first + fault.count - 1,
      );
    case 'count':
      return t('The debugger gave {1} values of {0}; expected {2}.', fault.place, fault.found, fault.expected);
    case 'kind':
      return t(
        '{0} is a {1}; expected a tensor of PyTorch or TensorFlow, an array of NumPy or JAX, or lists of numbers.',
        fault.place,
        fault.type,
      );
    case 'dtype':
      return t('{0} holds {1}; expected real numbers, integers or booleans.', fault.place, fault.dtype || t('nothing'));
    case 'layout':
      return t('{0} is {1}; expected numbers that lie in memory one by one.', fault.place, fault.layout);
    case 'ragged':
      return t('The lists of {0} are not of one length.', fault.place);
    case 'too-large':
      return t('{0} holds {1} numbers; at most {2} are taken from a debugger.', fault.place, fault.count, fault.limit);
    case 'inexact':
      return t('{0} holds integers that no float64 holds: {1} in one piece.', fault.place, fault.count);
    case 'changed':
      return t('{0} became another while it was read.', fault.place);
    case 'moved-on':
      return t('The program went on while its values were read.');
    case 'not-paused':
      return t('Pause a program in the debugger first: the values are those of the chosen frame.');
  }
}
