import * as vscode from 'vscode';
import { asMessage } from './plain';

/** One step of several that are gone through without leaving the keyboard. */
export interface Step {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder?: string;
}

/** The user went back to the step before. */
export const BACK = Symbol('back');

/**
 * Lets one of several items be chosen; the first step has no way back.
 * @returns undefined where nothing was chosen.
 */
export function pickStep<Item extends vscode.QuickPickItem>(
  step: Step,
  items: readonly Item[] | Promise<readonly Item[]>,
): Promise<Item | typeof BACK | undefined> {
  const input = vscode.window.createQuickPick<Item>();
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  input.placeholder = step.placeholder;
  input.busy = true;
  void Promise.resolve(items).then(
    (known) => {
      input.items = known;
      input.busy = false;
    },
    () => input.hide(),
  );
  return shown<Item>(input, step, (settle) => input.onDidAccept(() => settle(input.activeItems[0])));
}

/** What is said of a text while it is typed. */
export interface Remark {
  readonly message: string;
  /** It cannot be taken as it is. */
  readonly wrong: boolean;
}

/** Lets a text be typed. @param remark what is said of it, and whether it can be taken. */
export function typeStep(
  step: Step & { readonly prompt: string; readonly value: string },
  remark: (text: string) => Promise<Remark>,
): Promise<string | typeof BACK | undefined> {
  const input = vscode.window.createInputBox();
  input.placeholder = step.placeholder;
  input.prompt = step.prompt;
  input.value = step.value;
  let latest: Promise<Remark> | undefined;
  const remarked = async (text: string): Promise<Remark> => {
    const asked = remark(text);
    latest = asked;
    const { message, wrong } = await asked;
    const severity = wrong ? vscode.InputBoxValidationSeverity.Error : vscode.InputBoxValidationSeverity.Info;
    // Only the newest text's: one that was quicker to judge must not be written over.
    if (latest === asked)
      input.validationMessage = message === '' ? undefined : { message: asMessage(message), severity };
    return { message, wrong };
  };
  const remarkOn = (text: string): void => void remarked(text).catch(() => undefined);
  remarkOn(input.value);
  const typing = input.onDidChangeValue(remarkOn);
  return shown<string>(input, step, (settle) =>
    input.onDidAccept(() => {
      const text = input.value;
      remarked(text).then(
        ({ wrong }) => wrong || settle(text),
        () => settle(undefined),
      );
    }),
  ).finally(() => void typing.dispose());
}

function shown<Value>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: Step,
  whenAccepted: (settle: (value: Value | undefined) => void) => vscode.Disposable,
): Promise<Value | typeof BACK | undefined> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const listening = [
      whenAccepted(settle),
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) settle(BACK);
      }),
      input.onDidHide(() => settle(undefined)),
    ];
    function settle(value: Value | typeof BACK | undefined): void {
      resolve(value);
      for (const listener of listening.splice(0)) listener.dispose();
      input.dispose();
    }
    input.show();
  });
}
