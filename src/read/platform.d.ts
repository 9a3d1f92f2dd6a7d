/** The one thing of the platform that this room needs; every place it runs in has it. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
