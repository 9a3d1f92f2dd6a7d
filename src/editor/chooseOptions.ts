import * as vscode from 'vscode';
import { type OptionArrays, type Settled, settledBy } from '../lens/settled';
import type { Block, KnownBlock } from '../read/reading';
import { valueText } from '../report/captions';
import { failureText } from '../report/failures';
import { t } from '../report/l10n';
import { shapeText } from '../report/numbers';
import type { DocumentLens, DocumentResult, Documents } from './documents';
import { currentText, type Option, optionsOf, withOption } from './options';
import { BACK, pickStep, typeStep } from './quickSteps';
import { asLabel } from './plain';

/** Arrays longer than this are nobody's weights, and more of them than this nobody's choice. */
const LONGEST_ARRAY = 100_000;
const MOST_ARRAYS = 12;

/** What is asked about, and how it is computed with something else. */
interface Asked {
  readonly documents: Documents;
  readonly lens: DocumentLens;
  readonly settled: Settled;
  readonly loss: (settled: Settled) => Promise<string>;
}

/**
 * Asks for an option and its value, each choice with the loss it would give, and computes with what was chosen. Every
 * step but the first can be gone back from.
 */
export async function chooseOptions(
  documents: Documents,
  lens: DocumentLens,
  { session, result }: DocumentResult,
): Promise<void> {
  const settled = session.settled ?? settledBy(result);
  const loss = async (tried: Settled): Promise<string> => {
    const verdict = await session.trial(lens.source(), tried);
    if (verdict?.kind === 'result') return `→ ${valueText(verdict.result.report.evaluation)}`;
    return verdict?.kind === 'failed' ? failureText(verdict.failure) : '';
  };
  const asked: Asked = { documents, lens, settled, loss };
  for (;;) {
    const items = optionsOf(settled.loss).map((option) => ({
      label: option.keyword,
      description: currentText(settled.options, option),
      detail: option.what(),
      option,
    }));
    const picked = await pickStep({ title: t('Options'), step: 1, totalSteps: 2 }, items);
    if (picked === undefined || picked === BACK) return;
    const chosen = await chooseValue(asked, picked.option);
    if (chosen === BACK) continue;
    if (chosen !== undefined) await session.again(lens.source(), chosen);
    return;
  }
}

type Chosen = Settled | typeof BACK | undefined;

function chooseValue(asked: Asked, option: Option): Promise<Chosen> {
  if (option.values !== undefined) return chooseAmong(asked, option, option.values(asked.settled.loss));
  return isArray(option.key) ? chooseArray(asked, option, option.key) : typeValue(asked, option, 2);
}

async function chooseAmong({ settled, loss }: Asked, option: Option, values: readonly string[]): Promise<Chosen> {
  const current = currentText(settled.options, option);
  const items = values.map(async (label) => {
    const tried = { ...settled, options: withOption(settled.options, option, label) };
    const mark = label === current ? t('{0}, as now', await loss(tried)) : await loss(tried);
    return { label, description: mark, tried };
  });
  const picked = await pickStep({ title: option.keyword, step: 2, totalSteps: 2 }, Promise.all(items));
  return picked === undefined || picked === BACK ? picked : picked.tried;
}

interface ArrayItem extends vscode.QuickPickItem {
  /** Undefined where the numbers are to be typed. */
  readonly tried: Settled | undefined;
}

/** A weight may be typed, or be an array of the document, which it then follows. */
async function chooseArray(asked: Asked, option: Option, key: keyof OptionArrays): Promise<Chosen> {
  const { settled } = asked;
  for (;;) {
    const step = {
      title: option.keyword,
      step: 2,
      totalSteps: 2,
      placeholder: t('Typed, or an array of the document'),
    };
    const picked = await pickStep(step, arrayItems(asked, option, key));
    if (picked === undefined || picked === BACK) return picked;
    if (picked.tried !== undefined) return picked.tried;
    const typed = await typeValue({ ...asked, settled: without(settled, key) }, option, 3);
    if (typed !== BACK) return typed;
  }
}

async function arrayItems(
  { documents, lens, settled, loss }: Asked,
  option: Option,
  key: keyof OptionArrays,
): Promise<readonly ArrayItem[]> {
  const current = currentText(settled.options, option);
  const typed: ArrayItem = {
    label: `$(edit) ${t('Type the numbers...')}`,
    ...(current !== '' && { description: t('now {0}', current) }),
    tried: undefined,
  };
  const none = without(settled, key);
  const off = { label: t('None'), description: await loss(none), tried: none };
  const cancelled = new vscode.CancellationTokenSource();
  const survey = await documents.survey(lens.source(), cancelled.token);
  cancelled.dispose();
  const arrays = (survey?.blocks ?? []).filter((block) => isCandidate(block, settled)).slice(0, MOST_ARRAYS);
  const items = arrays.map(async (block) => {
    const tried: Settled = {
      ...settled,
      options: { ...settled.options, [key]: block.tensor },
      arrays: { ...settled.arrays, [key]: block.span },
    };
    const line = lens.document.positionAt(block.span.start).line + 1;
    const detail = t('{0}, line {1}', shapeText(block.tensor.shape), line);
    return { label: asLabel(block.name ?? t('array')), description: await loss(tried), detail, tried };
  });
  return [typed, ...(current === '' ? [] : [off]), ...(await Promise.all(items))];
}

function isCandidate(block: Block, { predictions, targets }: Settled): block is KnownBlock {
  if (block.elided || block.tensor.shape.length === 0 || block.tensor.data.length > LONGEST_ARRAY) return false;
  return ![predictions, targets].some(({ start, end }) => start < block.span.end && end > block.span.start);
}

async function typeValue({ settled, loss }: Asked, option: Option, step: number): Promise<Chosen> {
  const text = await typeStep(
    {
      title: option.keyword,
      step,
      totalSteps: step,
      placeholder: option.example,
      prompt: t('{0}. Leave empty for none.', option.what()),
      value: currentText(settled.options, option),
    },
    async (typed) => {
      if (typed.trim() !== '' && option.parse(typed) === undefined)
        return { message: t('Expected a number, such as {0}', option.example), wrong: true };
      return { message: await loss({ ...settled, options: withOption(settled.options, option, typed) }), wrong: false };
    },
  );
  if (text === undefined || text === BACK) return text;
  return { ...settled, options: withOption(settled.options, option, text) };
}

function isArray(key: Option['key']): key is keyof OptionArrays {
  return key === 'weight' || key === 'posWeight';
}

/** Without an option that is an array, and without following one for it. */
function without(settled: Settled, key: keyof OptionArrays): Settled {
  const rest = <T extends object>(of: T): T =>
    Object.fromEntries(Object.entries(of).filter(([name]) => name !== key)) as T;
  return { ...settled, options: rest(settled.options), ...(settled.arrays && { arrays: rest(settled.arrays) }) };
}
