import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Whether any of an element is in sight; it is taken to be until the browser says otherwise. */
export function useSeen(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver((changes) => setSeen(changes.at(-1)?.isIntersecting ?? true));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}

/** What is to be drawn, or what last was while something moves out of sight: nobody sees the steps between. */
export function useHeld<Value>(value: Value, hold: boolean): Value {
  const held = useRef(value);
  if (!hold) held.current = value;
  return held.current;
}
