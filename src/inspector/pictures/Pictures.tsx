import type { FunctionComponent, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { areSequences } from '../sequences/sequences';
import { Tokens } from '../sequences/Tokens';
import type { PictureProps } from '../shown';
import { useHeld, useSeen } from '../useSeen';
import { word, type English } from '../words';
import { Calibration } from './Calibration';
import { Classes } from './Classes';
import { ConfusionMatrix } from './ConfusionMatrix';
import { Curves } from './Curves';
import { Differences } from './Differences';
import { Distribution } from './Distribution';
import { MeanShare } from './MeanShare';

export interface Picture {
  readonly title: English;
  readonly Draw: FunctionComponent<PictureProps>;
  readonly serves: (props: PictureProps) => boolean;
}

const always = (): boolean => true;

/** A new picture is a line here and a file beside. */
export const PICTURES: readonly Picture[] = [
  { title: 'Differences', Draw: Differences, serves: ({ shown: { paired } }) => paired !== undefined },
  { title: 'Losses', Draw: Distribution, serves: always },
  {
    title: 'Sequences',
    Draw: Tokens,
    serves: ({ shown: { problem, matrix, names } }) => areSequences(problem, matrix, names),
  },
  { title: 'What the mean is made of', Draw: MeanShare, serves: always },
  { title: 'Classes', Draw: Classes, serves: ({ shown: { facts } }) => facts.classes > 1 },
  { title: 'Confusion', Draw: ConfusionMatrix, serves: ({ shown: { facts } }) => facts.classes > 1 },
  { title: 'Calibration', Draw: Calibration, serves: ({ shown: { facts } }) => facts.classes > 1 },
  { title: 'ROC and precision–recall', Draw: Curves, serves: ({ shown: { facts } }) => facts.classes === 2 },
];

interface PicturesProps extends PictureProps {
  /** Whether a slider is on its way, with a step a frame. */
  readonly moving: boolean;
}

/** One picture at a time, chosen by tabs, so that the page stays calm and nothing unseen is computed. */
export function Pictures({ moving, ...newest }: PicturesProps): JSX.Element {
  const section = useRef<HTMLElement>(null);
  const seen = useSeen(section);
  const props = useHeld<PictureProps>(newest, moving && !seen);
  const pictures = PICTURES.filter(({ serves }) => serves(props));
  // What tokens are by themselves, without rivals, is their sequence.
  const [title, setTitle] = useState<English>(props.shown.facts.classes === 1 ? 'Sequences' : 'Losses');
  const now = pictures.find((picture) => picture.title === title) ?? pictures[0];
  // Comparing begins with its own picture, and is seen to begin.
  const comparing = props.shown.paired !== undefined;
  useEffect(() => {
    if (comparing) setTitle('Differences');
  }, [comparing]);
  const tabs = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = pictures.findIndex((picture) => picture === now);
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: pictures.length - 1,
    };
    const step = steps[event.key];
    const to = step === undefined ? undefined : pictures[(step + pictures.length) % pictures.length];
    if (to === undefined) return;
    event.preventDefault();
    setTitle(to.title);
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[pictures.indexOf(to)]?.focus();
  };

  // The very same element where nothing is new: then nothing of it is drawn.
  const picture = useMemo(() => now && <now.Draw key={now.title} {...props} />, [now, props]);

  return (
    <section class="pictures" ref={section} aria-label={word('Pictures')}>
      <div class="tabs" role="tablist" aria-label={word('Pictures')} ref={tabs} onKeyDown={onKeyDown}>
        {pictures.map((picture) => (
          <button
            key={picture.title}
            type="button"
            role="tab"
            id={`tab-${PICTURES.indexOf(picture)}`}
            aria-selected={picture === now}
            aria-controls="picture"
            tabIndex={picture === now ? 0 : -1}
            onClick={() => setTitle(picture.title)}
          >
            {word(picture.title)}
          </button>
        ))}
      </div>
      <div id="picture" role="tabpanel" aria-labelledby={now && `tab-${PICTURES.indexOf(now)}`}>
        {picture}
      </div>
    </section>
  );
}
