/**
 * Stands in the bundle in place of the SDK's own validator of JSON Schema, which makes functions from text. A server needs
 * one only to check what a person answers to questions of its own, and this one asks none.
 */
export class AjvJsonSchemaValidator {
  getValidator(): never {
    throw new Error('This server asks nothing.');
  }
}
