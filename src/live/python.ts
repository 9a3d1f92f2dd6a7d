import type { Kind, Language } from './language';

/**
 * Python, by expressions alone: nothing is assigned, no library is imported that the program has not imported itself, and
 * builtins are asked for by name, since a program may call its own variables `map` or `type`.
 */
const BUILTINS = "__import__('builtins')";

/** Elements that a library holds as one. */
const ARRAY_LIMIT = 4_000_000;
/** Lists are walked through once a chunk. */
const LIST_LIMIT = 100_000;

function about(place: string, dtype: string, layout = "'strided'"): string {
  return `(lambda b, v: 'LL|%s|%s|%s' % (${dtype}, ','.join(b.map(b.str, v.shape)), ${layout}))(${BUILTINS}, ${place})`;
}

const torch: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) =>
    about(place, "b.str(v.dtype).replace('torch.', '')", "'meta' if v.device.type == 'meta' else v.layout"),
  slice: (place, from, to) => `${place}.detach().reshape(-1)[${from}:${to}].tolist()`,
};

const numpy: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) => about(place, 'v.dtype.name'),
  slice: (place, from, to) => `${place}.reshape(-1)[${from}:${to}].tolist()`,
};

const tensorflow: Kind = {
  limit: ARRAY_LIMIT,
  about: (place) => about(place, 'v.dtype.name'),
  slice: (place, from, to) => `${place}.numpy().reshape(-1)[${from}:${to}].tolist()`,
};

/** The shape of nested lists, -1 where they are ragged, and the types of what they hold. */
const list: Kind = {
  limit: LIST_LIMIT,
  about: (place) => {
    const shape =
      '(lambda s: s(s, v))(lambda s, x: (lambda f: (b.len(x) if b.len(b.set(f)) < 2 else -1,) + (f[0] if f else ()))' +
      '([s(s, e) for e in x]) if b.type(x) in (b.list, b.tuple) else ())';
    const types = `','.join(b.sorted({b.type(e).__name__ for e in ${flat('v')}}))`;
    return `(lambda b, v: 'LL|%s|%s|strided' % (${types}, ','.join(b.map(b.str, ${shape}))))(${BUILTINS}, ${place})`;
  },
  slice: (place, from, to) => `(lambda b, v: ${flat('v')})(${BUILTINS}, ${place})[${from}:${to}]`,
};

function flat(of: string): string {
  return `(lambda f: f(f, ${of}))(lambda f, x: [y for e in x for y in f(f, e)] if b.type(x) in (b.list, b.tuple) else [x])`;
}

export const python: Language = {
  context: 'watch',
  type: (place) => `(lambda t: 'LL|%s|%s' % (t.__module__, t.__qualname__))(${BUILTINS}.type(${place}))`,
  kindOf: (module, name) => {
    const [library] = module.split('.');
    if (library === 'torch' && /^(?:Tensor|Parameter)$/.test(name)) return torch;
    if (library === 'numpy' && /^(?:ndarray|memmap|bool_?|u?int\d+|float\d+)$/.test(name)) return numpy;
    if ((library === 'jax' || library === 'jaxlib') && /Array/.test(name) && !/Tracer/.test(name)) return numpy;
    if (library === 'tensorflow' && /^(?:EagerTensor|ResourceVariable)$/.test(name)) return tensorflow;
    if (module === 'builtins' && /^(?:list|tuple|int|float|bool)$/.test(name)) return list;
    return undefined;
  },
  chunk: (slice) =>
    "(lambda b, l: (lambda p: 'LL|%d|%d|%d|%s' % (b.len(l), " +
    'b.sum(1 for e in l if b.isinstance(e, b.int) and b.int(b.float(e)) != e), ' +
    "__import__('zlib').crc32(p), __import__('base64').b64encode(p).decode()))" +
    `(__import__('struct').pack('<%dd' % b.len(l), *l)))(${BUILTINS}, ${slice})`,
  dtypes: {
    float64: 'float64',
    float32: 'float32',
    // Every one of these is a float32 as well.
    float16: 'float32',
    half: 'float32',
    bfloat16: 'float32',
    float: 'float64',
    'float,int': 'float64',
    'bool,float,int': 'float64',
    'bool,float': 'float64',
    int: 'int64',
    'bool,int': 'int64',
    int64: 'int64',
    int32: 'int64',
    int16: 'int64',
    int8: 'int64',
    uint8: 'int64',
    uint16: 'int64',
    uint32: 'int64',
    uint64: 'int64',
    bool: 'bool',
    bool_: 'bool',
  },
};
