import { type Cells, cellsOf } from '../core/cells';
import { evaluate, gradient } from '../core/evaluate';
import type { Form } from '../core/categorical';
import { type Metrics, metricsOf } from '../core/metrics/metrics';
import type { Outcome, Problem } from '../core/problem';
import { summarise } from '../core/summarise';
import type { Summary } from '../core/summary';
import type { Tensor } from '../core/tensor';
import { foundText, refusalText, type RequestFault, requestFaultText } from '../report/refusals';
import { type EvalRequest, type Measure, parseRequest, type Want } from '../request/evalRequest';
import { type Fields, isFields } from '../request/fields';
import { fault, type Parsed, printNumber } from '../request/nested';

/**
 * Reads one problem a line and writes one answer a line, in the same order; blank lines are skipped.
 * Never throws over what a line holds: a line that cannot be read is answered with its fault.
 */
export async function evalLines(
  lines: AsyncIterable<string>,
  write: (line: string) => void,
): Promise<{ failed: number }> {
  let failed = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const answer = answerLine(line);
    if ('error' in answer) failed++;
    write(JSON.stringify(answer));
  }
  return { failed };
}

/** The answer to one line as a plain object, ready for JSON. */
export function answerLine(line: string): Fields {
  const parsed = parseFields(line);
  if (!parsed.ok) return { id: null, error: errorOf(parsed.fault) };
  const id = parsed.value['id'] ?? null;
  const request = parseRequest(parsed.value);
  return request.ok ? { id, ...answerRequest(request.value) } : { id, error: errorOf(request.fault) };
}

function answerRequest(request: EvalRequest): Fields {
  if (request.kind === 'problem') return answerProblem(request.problem, request.wants, request.measure);
  return fieldsOf(request.variant.evaluate(request.given), (value) => ({
    value: printResult(value, value.shape.length > 0),
  }));
}

function answerProblem(problem: Problem, wants: readonly Want[], measure: Measure): Fields {
  const answer = fieldsOf(evaluate(problem), ({ value, exact, reduction, rows }) => ({
    value: printResult(value, reduction === 'none'),
    exact: printResult(exact, reduction === 'none'),
    ...(wants.includes('rows') && { rows: printAll(rows) }),
  }));
  if ('error' in answer) return answer;
  const parts = { ...answer, ...cellsWanted(problem, wants) };
  if (wants.includes('grad')) Object.assign(parts, gradientOf(problem, 'grad', 'torch'));
  if (wants.includes('exact_grad')) Object.assign(parts, gradientOf(problem, 'exact_grad', 'exact'));
  if (wants.includes('metrics')) Object.assign(parts, fieldsOf(metricsOf(problem, measure), printMetrics));
  if (wants.includes('summary')) Object.assign(parts, fieldsOf(summarise(problem, measure), printSummary));
  return 'error' in parts ? { error: parts['error'] } : parts;
}

/** What was asked for, or the reason why there is nothing. */
function fieldsOf<T>(outcome: Outcome<T>, print: (value: T) => Fields): Fields {
  if (outcome.ok) return print(outcome.value);
  return { error: { code: outcome.refusal.code, message: refusalText(outcome.refusal) } };
}

function gradientOf(problem: Problem, name: string, form: Form): Fields {
  return fieldsOf(gradient(problem, form), ({ data }) => ({ [name]: printAll(data) }));
}

const CELLS = ['probabilities', 'cells', 'argmax', 'confidence', 'margin'] as const;

/** What stands behind the rows, in the exact form. */
function cellsWanted(problem: Problem, wants: readonly Want[]): Fields {
  const wanted = CELLS.filter((want) => wants.includes(want));
  if (wanted.length === 0) return {};
  return fieldsOf(cellsOf(problem), ({ probabilities, losses, argmax, confidence, margin }: Cells) => {
    const lists = { probabilities: probabilities.data, cells: losses.data, argmax, confidence, margin };
    return Object.fromEntries(wanted.map((want) => [want, printAll(lists[want])]));
  });
}

function printMetrics(metrics: Metrics): Fields {
  const { calibration, temperature, topK } = metrics;
  return {
    metrics: {
      rows: metrics.rows,
      classes: metrics.classes,
      loss: printNumber(metrics.loss),
      perplexity: printNumber(metrics.perplexity),
      bits: printNumber(metrics.bits),
      ...(metrics.bitsPerUnit !== undefined && { bits_per_unit: printNumber(metrics.bitsPerUnit) }),
      accuracy: printNumber(metrics.accuracy),
      top_k: Object.fromEntries(topK.map(({ k, accuracy }) => [k, printNumber(accuracy)])),
      ...(metrics.confusion && { confusion: printAll(metrics.confusion) }),
      calibration: Object.fromEntries(
        Object.entries(calibration).map(([binning, { expected, maximum, rootMeanSquare }]) => [
          binning,
          { ece: printNumber(expected), mce: printNumber(maximum), rmsce: printNumber(rootMeanSquare) },
        ]),
      ),
      brier: printNumber(metrics.brier),
      auroc: printNumber(metrics.auroc),
      temperature: { value: printNumber(temperature.temperature), loss: printNumber(temperature.loss) },
      baselines: { uniform: printNumber(metrics.uniform), frequencies: printNumber(metrics.frequencies) },
    },
  };
}

function printSummary(summary: Summary): Fields {
  return {
    summary: {
      rows: summary.rows,
      ignored: summary.ignored,
      not_numbers: summary.notNumbers,
      infinities: summary.infinities,
      finite_sum: printNumber(summary.finiteSum()),
      sum: printNumber(summary.sum()),
      mean: printNumber(summary.mean()),
      worst: summary.worst().map(({ row, loss }) => ({ row, loss: printNumber(loss) })),
      ...(summary.options.classes > 0 && { confusion: printAll(summary.confusion) }),
      ...(summary.binCounts.some((count) => count > 0) && {
        bins: {
          counts: printAll(summary.binCounts),
          corrects: printAll(summary.binCorrects),
          confidences: printAll(summary.confidenceSums()),
        },
      }),
    },
  };
}

function printAll(values: Float64Array | Int32Array): (number | string)[] {
  return Array.from(values, printNumber);
}

function printResult({ data }: Tensor, list: boolean): unknown {
  return list ? printAll(data) : printNumber(data[0]);
}

function errorOf(found: RequestFault): Fields {
  return { code: found.code, message: requestFaultText(found) };
}

function parseFields(line: string): Parsed<Fields> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return fault({ code: 'malformed-json', detail: error instanceof Error ? error.message : 'unreadable' });
  }
  return isFields(value) ? { ok: true, value } : fault({ code: 'malformed-json', detail: foundText(value) });
}
