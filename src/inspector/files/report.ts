import type { InspectorModel } from '../../report/inspectorModel';
import type { PictureProps } from '../shown';
import { drawParts } from './drawParts';
import { reportFile } from './reportFile';
import type { Sheet } from './sheet';

/** Draws every picture, puts them on a page with the numbers, and hands it to be saved. */
export async function saveReport(
  model: InspectorModel,
  props: PictureProps,
  near: HTMLElement,
  rows: Sheet,
): Promise<void> {
  await drawParts(props, near, (parts) => props.save('report.html', reportFile(model, parts, rows, props.theme)));
}
