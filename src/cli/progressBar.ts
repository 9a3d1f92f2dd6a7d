/** How often a bar is drawn anew. */
const PAUSE_MS = 100;

/** Short work is over before anybody looks. */
const PATIENCE_MS = 500;

const CELLS = 30;

/** A line at the foot of a terminal that says how much is done, and goes away when anything else is written. */
export class ProgressBar {
  private readonly started = Date.now();
  private drawnAt = 0;
  private isDrawn = false;

  constructor(private readonly write: (text: string) => void) {}

  show(share: number): void {
    const now = Date.now();
    if (now - this.started < PATIENCE_MS || now - this.drawnAt < PAUSE_MS) return;
    this.drawnAt = now;
    this.isDrawn = true;
    this.write(`\r${barText(share, (now - this.started) / 1000)}\u001b[K`);
  }

  clear(): void {
    if (!this.isDrawn) return;
    this.isDrawn = false;
    this.write('\r\u001b[K');
  }
}

/** `[#########.....................]  30%, 7 s left`. */
export function barText(share: number, seconds: number): string {
  const done = Math.min(1, Math.max(0, share));
  const cells = Math.round(done * CELLS);
  const left = done > 0 ? `, ${Math.ceil((seconds * (1 - done)) / done)} s left` : '';
  return `[${'#'.repeat(cells)}${'.'.repeat(CELLS - cells)}] ${String(Math.floor(done * 100)).padStart(3)}%${left}`;
}
