/** A name, and behind it attributes, whole numbers and quoted keys: what says where a value is and calls nothing. */
const PLACE =
  /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*|\[\d{1,9}\]|\['[^'"\\\n\r]*'\]|\["[^'"\\\n\r]*"\])*$/u;

/** More than anybody writes. */
const LONGEST = 200;

/**
 * Is it the place of a value? Anything else, a call or a sum, would run code of the program's, and a debugger's reply would
 * be about something that the program never had.
 */
export function isPlace(expression: string): boolean {
  return expression.length <= LONGEST && PLACE.test(expression);
}
