/** What the values become: the dtypes of NumPy's files. */
export type StoredDtype = 'float64' | 'float32' | 'int64' | 'bool';

/** How the arrays of one library are asked about. Each is an expression that changes nothing. */
export interface Kind {
  /** More elements are not taken. */
  readonly limit: number;
  /** `LL|dtype|shape, comma-separated|layout`, where the layout is `strided` for what lies in memory number by number. */
  readonly about: (place: string) => string;
  /** A list of the elements from one to before another, in row-major order. */
  readonly slice: (place: string, from: number, to: number) => string;
}

/** How a program's values are asked for in its language. */
export interface Language {
  /** What the debugger is told the answer is for; it answers whole strings where it is for a program. */
  readonly context: 'watch' | 'clipboard';
  /** `LL|module|type's name` */
  readonly type: (place: string) => string;
  readonly kindOf: (module: string, name: string) => Kind | undefined;
  /** `LL|count|how many integers a float64 cannot hold|CRC-32 of the bytes|base64 of float64s, little-endian` */
  readonly chunk: (slice: string) => string;
  /** What each dtype of the language's becomes; a dtype that is not here is refused. */
  readonly dtypes: Readonly<Record<string, StoredDtype>>;
}
