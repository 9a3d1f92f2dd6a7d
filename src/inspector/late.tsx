import type { FunctionComponent, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A part of the page whose code is fetched when it is first drawn: the first picture does not wait for it. It comes from
 * beside the page's own script, which hands on its nonce, so that the policy of the page stays as strict.
 */
export function late<Props extends object>(load: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | undefined;
  return function Late(props: Props): JSX.Element | null {
    const [, setArrived] = useState(false);
    useEffect(() => {
      if (loaded !== undefined) return;
      void load().then((part) => {
        loaded = part;
        setArrived(true);
      });
    }, []);
    const Part = loaded;
    return Part === undefined ? null : <Part {...props} />;
  };
}
