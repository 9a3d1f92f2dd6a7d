import type { FileFault, FileFormat, JsonExpectation, Trouble, Unsupported } from '../read/reading';
import { t } from './l10n';

/** Why something that looks like an array was not read: what was found, and what was expected. */
export function troubleText(trouble: Trouble): string {
  switch (trouble.code) {
    case 'elided':
      return t(
        'Numbers were left out of this print (...), so its loss cannot be known. Print all of them: torch.set_printoptions(threshold=float("inf")) or numpy.set_printoptions(threshold=sys.maxsize).',
      );
    case 'ragged':
      return t('Row {0} holds {1} where the rows before hold {2}.', trouble.row + 1, trouble.found, trouble.expected);
    case 'bad-token':
      return t('Found {0} where a number was expected.', quoted(trouble.found));
    case 'unclosed':
      return t('The text ends inside the array that starts with {0}.', quoted(trouble.found));
    case 'too-deep':
      return t('Brackets are nested deeper than {0} levels.', trouble.limit);
    case 'too-large':
      return t('The array holds more than {0} numbers.', trouble.limit);
    case 'shape-mismatch':
      return t('The text says shape {0}, but the numbers printed have shape {1}.', trouble.expected, trouble.found);
    case 'unsupported':
      return unsupportedText(trouble.kind);
    case 'inexact':
      return t('{0} is no double; the nearest one stands in its place.', quoted(trouble.found));
    case 'not-json':
      return t(
        'This is not JSON: found {0} where {1} was expected.',
        found(trouble.found),
        expectedText(trouble.expected),
      );
    case 'duplicate-key':
      return t('The key {0} stands twice in one object; both arrays are listed.', quoted(trouble.key));
    case 'not-a-notebook':
      return t('This is no notebook that can be read: {0} is missing or of another kind.', trouble.missing);
    case 'bad-file':
      return badFileText(trouble.format, trouble.fault, trouble.part);
  }
}

/** Why numbers that can be seen are not the values of an array. */
function unsupportedText(kind: Unsupported): string {
  switch (kind) {
    case 'sparse':
      return t('This is a sparse tensor, which prints only part of its numbers; print x.to_dense().');
    case 'complex':
      return t('This array holds complex numbers; a loss takes real ones.');
    case 'masked':
      return t('This is a masked array: the numbers under the mask are not printed.');
    case 'quantized':
      return t('This is a quantized tensor; print x.dequantize().');
    case 'text':
      return t('This column holds text.');
    case 'records':
      return t('This array holds records; print the fields that are wanted, one by one.');
    case 'objects':
      return t('This array holds objects, not numbers.');
  }
}

function found(text: string): string {
  return text === '' ? t('the end of the text') : quoted(text);
}

function expectedText(expected: JsonExpectation): string {
  switch (expected) {
    case 'value':
      return t('a value');
    case 'key':
      return t('a key in double quotes');
    case 'colon':
      return t('a colon');
    case 'comma-or-end':
      return t('a comma or the closing bracket');
    case 'end':
      return t('the end of the text');
    case 'string':
      return t('a string without a fault');
    case 'number':
      return t('a number as JSON writes it');
  }
}

function badFileText(format: FileFormat, fault: FileFault, part: string): string {
  if (format === 'any') return t('The file {0} cannot be read: {1}', quoted(part), faultText(fault));
  const what = part === '' ? `.${format}` : `.${format}, ${quoted(part)}`;
  return t('This file ({0}) cannot be read: {1}', what, faultText(fault));
}

function faultText(fault: FileFault): string {
  switch (fault) {
    case 'magic':
      return t('it does not begin as its format does.');
    case 'version':
      return t('its format has a version that is not known.');
    case 'truncated':
      return t('it is cut short.');
    case 'header':
      return t('its header is damaged.');
    case 'header-too-long':
      return t('its header is longer than the format allows.');
    case 'columns-first':
      return t(
        'it is too large to be read at once, and its columns lie one behind the other. Save it row by row: numpy.save("x.npy", numpy.ascontiguousarray(x)).',
      );
    case 'dtype':
      return t('its type of numbers is none that a loss takes.');
    case 'shape':
      return t('its shape makes no sense.');
    case 'size-mismatch':
      return t('its shape and its size disagree.');
    case 'too-large':
      return t('it holds more than may be read at once.');
    case 'pickled-objects':
      return t('it holds pickled Python objects, which are never run.');
    case 'zip':
      return t('its archive is damaged.');
    case 'encrypted':
      return t('it is encrypted.');
    case 'method':
      return t('it is compressed in a way that is not known.');
    case 'checksum':
      return t('its checksum is wrong.');
    case 'too-many-members':
      return t('its archive has too many members.');
    case 'duplicate-name':
      return t('a name stands in it twice.');
    case 'offsets':
      return t('its tensors overlap, or leave holes.');
    case 'never-unpickled':
      return t(
        'pickled code is never run. Export the numbers: numpy.save("x.npy", x.detach().cpu().numpy()) or safetensors.torch.save_file({"x": x}, "x.safetensors").',
      );
    case 'nested':
      return t('numbers in structures or maps are not read; make a column, or a list, of them.');
    case 'decimal':
      return t('decimal numbers are not read; convert them to doubles.');
    case 'null-list':
      return t('its first row is missing where a list was expected.');
    case 'damaged':
      return t('its data are damaged.');
    case 'memory':
      return t('reading it takes more memory than it may.');
    case 'time':
      return t('reading it takes longer than it may.');
    case 'no-process':
      return t(
        'it is read by its path only, in a process of its own, which there is none of here. Convert it: pandas.read_parquet("x.parquet").to_csv("x.csv", index=False).',
      );
    case 'changed':
      return t('it changed while it was being read; compute it again.');
    case 'gone':
      return t('it cannot be opened.');
  }
}

/** Document text inside a message: short, and on one line. */
function quoted(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return `"${line.length > 60 ? `${line.slice(0, 57)}...` : line}"`;
}
