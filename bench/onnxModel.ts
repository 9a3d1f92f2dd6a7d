/** A model for onnxruntime in ONNX's protocol buffers, written by hand: -LogSoftmax of the targets is its loss. */
export function softmaxGatherModel(rows: number, classes: number): Uint8Array {
  const graph = [
    ...message(1, node('LogSoftmax', ['logits'], 'logP')),
    ...message(1, node('GatherElements', ['logP', 'targets'], 'losses')),
    ...text(2, 'loss'),
    ...message(11, value('logits', FLOAT, [rows, classes])),
    ...message(11, value('targets', INT64, [rows, 1])),
    ...message(12, value('losses', FLOAT, [rows, 1])),
  ];
  // ir_version, opset_import { version }, graph.
  return Uint8Array.from([...number(1, 8), ...message(8, number(2, 13)), ...message(7, graph)]);
}

const FLOAT = 1;
const INT64 = 7;

/** NodeProto: inputs, output, op_type and the attribute axis = 1. */
function node(operator: string, inputs: readonly string[], output: string): number[] {
  const axis = [...text(1, 'axis'), ...number(3, 1), ...number(20, 2)];
  return [...inputs.flatMap((input) => text(1, input)), ...text(2, output), ...text(4, operator), ...message(5, axis)];
}

/** ValueInfoProto: a tensor of a type and a shape. */
function value(name: string, type: number, shape: readonly number[]): number[] {
  const dimensions = shape.flatMap((extent) => message(1, number(1, extent)));
  return [...text(1, name), ...message(2, message(1, [...number(1, type), ...message(2, dimensions)]))];
}

function text(field: number, content: string): number[] {
  return message(field, Array.from(new TextEncoder().encode(content)));
}

function message(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function number(field: number, content: number): number[] {
  return [...varint(field * 8), ...varint(content)];
}

function varint(content: number): number[] {
  const bytes: number[] = [];
  let rest = content;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
