import type { ByteFormat, Reading, Trouble } from '../reading';
import { BytesFault, refusedFile } from './fault';
import { readNpy } from './npy';
import { readSafetensors } from './safetensors';
import { decode, type RawTensor } from './tensors';
import { readZip } from './zip';

/** The formats of bytes, by the ending of the file's name. */
export const BYTE_FORMATS: Readonly<Record<string, ByteFormat>> = {
  '.npy': 'npy',
  '.npz': 'npz',
  '.safetensors': 'safetensors',
  '.pt': 'pt',
  '.pth': 'pt',
  '.ckpt': 'pt',
  '.pkl': 'pickle',
  '.pickle': 'pickle',
  '.parquet': 'parquet',
};

/**
 * The arrays of a binary file. Never throws; nothing in a file is executed. Spans are empty, since bytes have no text.
 * @param name what the only array of an .npy file is called.
 */
export function readBytes(bytes: Uint8Array, format: ByteFormat, name?: string): Reading {
  try {
    return readingOf(tensorsOf(bytes, format, name));
  } catch (error) {
    // Whatever else is thrown, it is for want of memory.
    const { fault, part } = error instanceof BytesFault ? error : new BytesFault('too-large');
    return refusedFile(format, fault, part);
  }
}

function tensorsOf(bytes: Uint8Array, format: ByteFormat, name: string | undefined): readonly RawTensor[] {
  switch (format) {
    case 'npy':
      return [readNpy(bytes, name, 'npy')];
    case 'npz':
      return readNpz(bytes);
    case 'safetensors':
      return readSafetensors(bytes);
    case 'pt':
    case 'pickle':
      throw new BytesFault('never-unpickled');
    case 'parquet':
      // What a file claims to hold is taken into memory by its decoders: only a process of its own reads one.
      throw new BytesFault('no-process');
  }
}

function readNpz(bytes: Uint8Array): readonly RawTensor[] {
  return readZip(bytes).map(({ name, unpack }) => {
    if (!name.endsWith('.npy')) throw new BytesFault('magic', name);
    try {
      return readNpy(unpack(), name.slice(0, -'.npy'.length), 'npz');
    } catch (error) {
      throw new BytesFault(error instanceof BytesFault ? error.fault : 'too-large', name);
    }
  });
}

function readingOf(tensors: readonly RawTensor[]): Reading {
  const decoded = tensors.map(decode);
  const troubles: Trouble[] = decoded.flatMap(({ trouble }) => (trouble === undefined ? [] : [trouble]));
  return { blocks: decoded.map(({ block }) => block), troubles };
}
