import { useMemo, useRef, useState } from 'preact/hooks';
import type { InspectorModel } from '../../report/inspectorModel';
import { factsOf } from '../problem/facts';
import { rowMatrix } from '../problem/rowMatrix';
import { canMatchByName, matchRows, type MatchBy } from './match';
import { pairedBy, type Paired, type Side } from './paired';

export interface Pairing {
  readonly paired: Paired | undefined;
  /** Whether both sides have names, so that there is a choice. */
  readonly nameable: boolean;
  readonly matchBy: (by: MatchBy) => void;
}

/**
 * The problem shown beside another, by the names of the rows where both have some. While a slider moves the pairs stand
 * as they were when it last rested.
 */
export function usePaired(
  model: InspectorModel,
  here: Side,
  other: InspectorModel | undefined,
  threshold: number,
  rested: boolean,
): Pairing {
  const [wanted, setWanted] = useState<MatchBy>();
  const there = useMemo<Side | undefined>(
    () => other && { matrix: rowMatrix(other.problem), facts: factsOf(other.problem, threshold), losses: other.rows },
    [other, threshold],
  );
  const match = useMemo(() => {
    if (other === undefined) return undefined;
    const [ours, theirs] = [model, other].map(({ rows, rowNames }) => ({ count: rows.length, names: rowNames })) as [
      Parameters<typeof matchRows>[0],
      Parameters<typeof matchRows>[0],
    ];
    const nameable = canMatchByName(ours, theirs);
    const by = nameable ? (wanted ?? 'name') : 'index';
    return { nameable, by, partners: matchRows(ours, theirs, by) };
  }, [model, other, wanted]);
  const settled = useRef(here);
  if (rested) settled.current = here;
  const { matrix, facts, losses } = settled.current;
  const paired = useMemo(
    () => there && match && pairedBy({ matrix, facts, losses }, there, match.partners, match.by, nameOf(model, other)),
    [matrix, facts, losses, there, match],
  );
  return { paired, nameable: match?.nameable ?? false, matchBy: setWanted };
}

/** The document's name where it is another one, and what its predictions are called. */
function nameOf(model: InspectorModel, other: InspectorModel | undefined): string {
  if (other === undefined) return '';
  return other.document === model.document ? other.predictionsName : `${other.document} · ${other.predictionsName}`;
}
