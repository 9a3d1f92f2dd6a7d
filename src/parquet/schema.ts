import type { SchemaElement, SchemaTree } from 'hyparquet';

/** What a column of the file is to an array of numbers. */
export type Column =
  | {
      readonly kind: 'numbers';
      readonly name: string;
      readonly dtype: string;
      /** How many lists a number stands in: 0 where every row is one number. */
      readonly depth: number;
    }
  /** Text, dates, bytes: no numbers, and left out like a table's columns of text. */
  | { readonly kind: 'other'; readonly name: string }
  /** Numbers in a form that is not read, which would otherwise be missing without a word. */
  | { readonly kind: 'refused'; readonly name: string; readonly fault: 'nested' | 'decimal' };

export function columnsOf(root: SchemaTree): readonly Column[] {
  return root.children.map((node) => columnOf(node, node.element.name, 0));
}

function columnOf(node: SchemaTree, name: string, depth: number): Column {
  if (node.children.length > 0) {
    const [inner] = node.children;
    if (isList(node) && inner.children.length === 1) return columnOf(inner.children[0], name, depth + 1);
    return holdsNumbers(node) ? { kind: 'refused', name, fault: 'nested' } : { kind: 'other', name };
  }
  const dtype = dtypeOf(node.element);
  if (dtype === undefined) return { kind: 'other', name };
  // Lists of an older form, without the group that says so.
  if (node.element.repetition_type === 'REPEATED') return { kind: 'refused', name, fault: 'nested' };
  return dtype === 'decimal' ? { kind: 'refused', name, fault: 'decimal' } : { kind: 'numbers', name, dtype, depth };
}

function isList({ element, children }: SchemaTree): boolean {
  const named = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  return named && children.length === 1 && children[0].element.repetition_type === 'REPEATED';
}

function holdsNumbers({ element, children }: SchemaTree): boolean {
  return children.length > 0 ? children.some(holdsNumbers) : dtypeOf(element) !== undefined;
}

const CONVERTED: Readonly<Record<string, string>> = {
  INT_8: 'int8',
  INT_16: 'int16',
  INT_32: 'int32',
  INT_64: 'int64',
  UINT_8: 'uint8',
  UINT_16: 'uint16',
  UINT_32: 'uint32',
  UINT_64: 'uint64',
};

/** The type of a leaf's numbers; undefined where it holds none that a loss could take. */
function dtypeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): string | undefined {
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return 'decimal';
  switch (type) {
    case 'BOOLEAN':
      return 'bool';
    case 'FLOAT':
      return 'float32';
    case 'DOUBLE':
      return 'float64';
    case 'INT32':
    case 'INT64':
      if (converted !== undefined) return CONVERTED[converted];
      if (logical === undefined) return type === 'INT32' ? 'int32' : 'int64';
      return logical.type === 'INTEGER' ? `${logical.isSigned ? '' : 'u'}int${logical.bitWidth}` : undefined;
    case 'FIXED_LEN_BYTE_ARRAY':
      return logical?.type === 'FLOAT16' ? 'float16' : undefined;
    default:
      return undefined;
  }
}
