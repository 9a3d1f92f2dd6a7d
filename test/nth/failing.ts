/** The failure that is put in; nothing in the extension knows its words. */
export const FAILURE = 'a failure that was put in';

/** What the instrumented code calls at each place where something can fail. */
class Nth {
  readonly sites = new Set<string>();
  private readonly hits = new Map<string, number>();
  private armed: string | undefined;
  private failed = false;

  know(sites: readonly string[]): void {
    for (const site of sites) this.sites.add(site);
  }

  /** Makes the first coming to a place fail; none where no place is named. */
  arm(site: string | undefined): void {
    this.armed = site;
    this.failed = false;
    this.hits.clear();
  }

  get hasFailed(): boolean {
    return this.failed;
  }

  /** The places that were come to since {@link arm}. */
  reached(): readonly string[] {
    return [...this.hits.keys()];
  }

  settled(site: string, value: unknown): unknown {
    if (!this.fails(site)) return value;
    // What is waited for goes on by itself, as it would; its own failure is not what is looked for.
    Promise.resolve(value).catch(() => undefined);
    return Promise.reject(new Error(FAILURE));
  }

  iterated<T>(site: string, values: T): T {
    if (this.fails(site)) throw new Error(FAILURE);
    return values;
  }

  allocated(site: string): void {
    if (this.fails(site)) throw new RangeError(`Array buffer allocation failed: ${FAILURE}`);
  }

  tooMuch(site: string, whenTrue: boolean, outcome: boolean): boolean {
    return this.fails(site) ? whenTrue : outcome;
  }

  private fails(site: string): boolean {
    const hits = (this.hits.get(site) ?? 0) + 1;
    this.hits.set(site, hits);
    if (site !== this.armed || hits > 1) return false;
    this.failed = true;
    return true;
  }
}

export const nth = new Nth();
