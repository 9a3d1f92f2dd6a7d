/**
 * Every sentence a user reads passes through {@link t}, so that the place that shows it can translate it.
 * The English text is the key; `{0}`, `{1}` ... stand for the arguments.
 */
export type Translate = (english: string) => string;

let translate: Translate = (english) => english;

/** Set once, by the side that knows the user's language, before anything is worded. */
export function useTranslation(translation: Translate): void {
  translate = translation;
}

export function t(english: string, ...args: readonly (string | number)[]): string {
  return translated(english, args);
}

/** The same of a sentence that stands in a list elsewhere. */
export function translated(english: string, args: readonly (string | number)[]): string {
  return translate(english).replace(/\{(\d)\}/g, (whole, index: string) => {
    const argument = args[Number(index)];
    return argument === undefined ? whole : String(argument);
  });
}
