import type { Form } from '../categorical';
import type { Evaluation, From, LossOptions, Outcome, Reduction, Whole } from '../problem';
import type { Tensor } from '../tensor';

/** What the registry holds of a loss: one file each. */
export interface Loss {
  /** What its predictions are when {@link Problem.from} does not say. */
  readonly natural: From;
  /** The reduction PyTorch uses when none is given. */
  readonly reduction: Reduction;
  /** The options it takes beside reduction and dtype; any other that is given is refused. */
  readonly options: readonly (keyof LossOptions)[];
  evaluate(problem: Whole): Outcome<Evaluation>;
  differentiate(problem: Whole, form: Form): Outcome<Tensor>;
}
