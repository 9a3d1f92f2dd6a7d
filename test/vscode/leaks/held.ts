import type * as vscode from 'vscode';

type Listen = (
  listener: (value: unknown) => unknown,
  self?: unknown,
  owners?: vscode.Disposable[],
) => vscode.Disposable;
type Call = (...args: unknown[]) => unknown;

/** Something of VS Code's that is made, and ended by whoever made it. */
interface Made {
  dispose(): unknown;
  readonly onDidDispose?: (listener: () => void) => unknown;
}

/**
 * What the extension has of VS Code and has not given back: listeners, providers, commands, decorations, pages, inputs.
 * Counted at the one place where it comes by them, the module `vscode`, so that nothing in the extension has to know.
 */
export class Held {
  private readonly counts = new Map<string, number>();

  /** How many there are now, by the name of what gave them. */
  now(): ReadonlyMap<string, number> {
    return new Map(this.counts);
  }

  /** The module as the extension is to see it. */
  counting(api: typeof vscode): typeof vscode {
    const counted = this.through(api, '');
    Object.defineProperty(counted, 'EventEmitter', { value: this.emitter(api.EventEmitter), enumerable: true });
    return counted;
  }

  /** Everything as it is, but that what is made by it is counted; read anew each time, since much of it changes. */
  private through<Part extends object>(part: Part, name: string): Part {
    const counted = {};
    for (const key of Object.getOwnPropertyNames(part)) {
      const path = name === '' ? key : `${name}.${key}`;
      const get = (): unknown => this.member(part, Reflect.get(part, key), key, path);
      Object.defineProperty(counted, key, { get, enumerable: true, configurable: true });
    }
    return counted as Part;
  }

  private member(owner: object, value: unknown, key: string, path: string): unknown {
    if (path === key && typeof value === 'object' && value !== null) return this.through(value, key);
    if (typeof value !== 'function' || path === key) return value;
    if (/^on(?:Did|Will)/.test(key)) return this.event(value.bind(owner) as Listen, path);
    if (!/^(?:register|create)/.test(key)) return value;
    return (...args: unknown[]) => this.made((value as Call).apply(owner, args), path);
  }

  private event(listen: Listen, path: string): Listen {
    return (listener, self, owners) => {
      const subscription = this.made(listen(listener, self), path) as vscode.Disposable;
      owners?.push(subscription);
      return subscription;
    };
  }

  private made(made: unknown, path: string): unknown {
    const given = made as Partial<Made>;
    const end = given.dispose?.bind(made);
    if (end === undefined) return made;
    const gone = this.one(path);
    // A page that the user closes is disposed by VS Code.
    given.onDidDispose?.(gone);
    const ending = {
      value: (): unknown => {
        gone();
        return end();
      },
    };
    // Some are frozen: those are asked for nothing but their names.
    return Object.isExtensible(made)
      ? Object.defineProperty(made as object, 'dispose', ending)
      : Object.create(made as object, { dispose: ending });
  }

  /** The extension's own events, whose listeners can be forgotten as well. */
  private emitter(Emitter: typeof vscode.EventEmitter): typeof vscode.EventEmitter {
    const one = (): (() => void) => this.one('listeners of its own');
    return class<T> extends Emitter<T> {
      private readonly gone = new Set<() => void>();

      constructor() {
        super();
        const listen = this.event;
        const event: vscode.Event<T> = (listener, self, owners) => {
          const subscription = listen(listener, self);
          const gone = one();
          this.gone.add(gone);
          const counted = {
            dispose: () => {
              this.gone.delete(gone);
              gone();
              subscription.dispose();
            },
          };
          owners?.push(counted);
          return counted;
        };
        // VS Code has it on the prototype.
        Object.defineProperty(this, 'event', { value: event });
      }

      override dispose(): void {
        for (const gone of this.gone) gone();
        super.dispose();
      }
    };
  }

  /** One more. @returns what is called when it is gone; once is enough, more do no harm */
  private one(path: string): () => void {
    this.counts.set(path, (this.counts.get(path) ?? 0) + 1);
    let there = true;
    return () => {
      if (there) this.counts.set(path, (this.counts.get(path) ?? 0) - 1);
      there = false;
    };
  }
}
