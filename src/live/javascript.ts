import type { Kind, Language } from './language';

/**
 * JavaScript, by expressions alone: nothing of the program's is assigned or called but a tensor's own reading of its
 * values, and what is needed of the language is taken from `globalThis`, since a program may call its own variables `Array`.
 */
const G = 'globalThis';

/** Elements that lie side by side. */
const ARRAY_LIMIT = 4_000_000;
/** Nested lists are walked through once a chunk. */
const LIST_LIMIT = 400_000;

const IS_VIEW = `${G}.ArrayBuffer.isView`;
const IS_LIST = `(x => ${G}.Array.isArray(x) || ${IS_VIEW}(x))`;
/** `Float32Array`, by the language itself: a program's own class cannot give itself out for one. */
const VIEW_NAME = `(x => ${G}.Reflect.get(${G}.Object.getPrototypeOf(${G}.Uint8Array.prototype), ${G}.Symbol.toStringTag, x))`;

/** A view of numbers of one type, and lists that may hold others. */
const list: Kind = {
  limit: LIST_LIMIT,
  about: (place) => {
    const type = `(x => typeof x === 'number' && ${G}.Number.isInteger(x) && shape.length < 2 ? 'integer' : typeof x)`;
    return (
      `(v => { const isList = ${IS_LIST}, nameOf = ${VIEW_NAME}; ` +
      'const shapeOf = x => { if (!isList(x)) return []; ' +
      `const inner = ${IS_VIEW}(x) ? [''] : [...new ${G}.Set(${G}.Array.from(x, e => shapeOf(e).join(',')))]; ` +
      "return [inner.length < 2 ? x.length : -1, ...(inner[0] ?? '').split(',').filter(n => n !== '')]; }; " +
      'const shape = shapeOf(v); ' +
      `const typesOf = x => ${IS_VIEW}(x) ? [nameOf(x)] : isList(x) ? ${G}.Array.from(x).flatMap(e => typesOf(e)) : [${type}(x)]; ` +
      `return 'LL|' + [...new ${G}.Set(typesOf(v))].sort().join(',') + '|' + shape.join(',') + '|strided'; })(${place})`
    );
  },
  slice: (place, from, to) =>
    `(v => { const isList = ${IS_LIST}; const flat = x => isList(x) ? ${G}.Array.from(x).flatMap(e => flat(e)) : [x]; ` +
    `return flat(v).slice(${from}, ${to}); })(${place})`,
};

/** `Float32Array` and its like. */
const view: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) => `(v => 'LL|' + ${VIEW_NAME}(v) + '|' + v.length + '|strided')(${place})`,
  slice: (place, from, to) => `${G}.Array.from(${place}.subarray(${from}, ${to}))`,
};

/** TensorFlow.js; `dataSync` is how a tensor's values are read there. */
const tensorflow: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) => `(v => 'LL|' + v.dtype + '|' + v.shape.join(',') + '|strided')(${place})`,
  slice: (place, from, to) => `${G}.Array.from(${place}.dataSync().subarray(${from}, ${to}))`,
};

/** ONNX Runtime; its tensors hold their values where they can be seen, or nowhere that is known. */
const onnx: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) =>
    "(v => 'LL|' + v.type + '|' + v.dims.join(',') + '|' + " +
    `(/^cpu/.test(v.location ?? 'cpu') ? 'strided' : v.location))(${place})`,
  slice: (place, from, to) => `${G}.Array.from(${place}.data.subarray(${from}, ${to}))`,
};

export const javascript: Language = {
  // Where a string is for people, VS Code's own debugger cuts it.
  context: 'clipboard',
  type: (place) =>
    `(v => 'LL|' + (${G}.Array.isArray(v) ? 'list|Array' : ${IS_VIEW}(v) ? 'view|' + ${VIEW_NAME}(v) : ` +
    "v === null || typeof v !== 'object' ? 'value|' + typeof v : " +
    `typeof v.dataSync === 'function' && typeof v.dtype === 'string' && ${G}.Array.isArray(v.shape) ? 'tensorflow|Tensor' : ` +
    `${G}.Array.isArray(v.dims) && typeof v.type === 'string' && 'data' in v ? 'onnx|Tensor' : ` +
    `'object|' + ${G}.Object.prototype.toString.call(v).slice(8, -1)))(${place})`,
  kindOf: (module, name) => {
    switch (module) {
      case 'list':
        return list;
      case 'view':
        return name === 'undefined' ? undefined : view;
      case 'tensorflow':
        return tensorflow;
      case 'onnx':
        return onnx;
      case 'value':
        return /^(?:number|bigint|boolean)$/.test(name) ? list : undefined;
      default:
        return undefined;
    }
  },
  chunk: (slice) =>
    `(l => { const d = new ${G}.DataView(new ${G}.ArrayBuffer(l.length * 8)); ` +
    `l.forEach((e, i) => d.setFloat64(i * 8, ${G}.Number(e), true)); const p = new ${G}.Uint8Array(d.buffer); ` +
    'let c = -1; for (const b of p) { c ^= b; for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (-(c & 1) & 0xedb88320); } ' +
    `let s = ''; for (let i = 0; i < p.length; i += 4096) s += ${G}.String.fromCharCode(...p.subarray(i, i + 4096)); ` +
    `const inexact = l.filter(e => typeof e === 'bigint' && ${G}.BigInt(${G}.Number(e)) !== e).length; ` +
    `return 'LL|' + l.length + '|' + inexact + '|' + (~c >>> 0) + '|' + ${G}.btoa(s); })(${slice})`,
  dtypes: {
    number: 'float64',
    'integer,number': 'float64',
    integer: 'int64',
    'boolean,integer': 'int64',
    'boolean,number': 'float64',
    'boolean,integer,number': 'float64',
    boolean: 'bool',
    bigint: 'int64',
    Float64Array: 'float64',
    Float32Array: 'float32',
    // Every one of these is a float32 as well.
    Float16Array: 'float32',
    Int8Array: 'int64',
    Uint8Array: 'int64',
    Uint8ClampedArray: 'int64',
    Int16Array: 'int64',
    Uint16Array: 'int64',
    Int32Array: 'int64',
    Uint32Array: 'int64',
    BigInt64Array: 'int64',
    BigUint64Array: 'int64',
    // As TensorFlow.js and ONNX Runtime call theirs.
    float64: 'float64',
    float32: 'float32',
    int8: 'int64',
    uint8: 'int64',
    int16: 'int64',
    uint16: 'int64',
    int32: 'int64',
    uint32: 'int64',
    int64: 'int64',
    uint64: 'int64',
    bool: 'bool',
  },
};
