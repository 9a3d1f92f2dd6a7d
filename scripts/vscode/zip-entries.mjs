// @ts-check
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} bytes uncompressed
 */

/**
 * What a zip file holds, read from its own directory: all that a check of names and sizes needs.
 *
 * @param {Buffer} zip
 * @returns {ZipEntry[]}
 */
export function zipEntries(zip) {
  const end = zip.lastIndexOf(Buffer.from(Uint32Array.of(END_OF_DIRECTORY).buffer));
  if (end === -1) throw new Error('this is no zip file');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`entry ${index} of the zip file is damaged`);
    const lengths = {
      name: zip.readUInt16LE(at + 28),
      extra: zip.readUInt16LE(at + 30),
      note: zip.readUInt16LE(at + 32),
    };
    const name = zip.toString('utf8', at + 46, at + 46 + lengths.name);
    entries.push({ name, bytes: zip.readUInt32LE(at + 24) });
    at += 46 + lengths.name + lengths.extra + lengths.note;
  }
  return entries;
}
