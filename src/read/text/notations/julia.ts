/** `Float32[1.5, 2.5]`: what Julia puts in front of a vector, by the dtype it stands for. */
export const JULIA_TYPES: Readonly<Record<string, string>> = {
  Float64: 'float64',
  Float32: 'float32',
  Float16: 'float16',
  Int64: 'int64',
  Int32: 'int32',
  Int16: 'int16',
  Int8: 'int8',
  UInt8: 'uint8',
  UInt16: 'uint16',
  UInt32: 'uint32',
  UInt64: 'uint64',
  Bool: 'bool',
  Real: '',
  Any: '',
};
