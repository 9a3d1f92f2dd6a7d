/** One end of a connection: a worker, a webview, a child process. Messages survive a structured clone. */
export interface Port {
  /** @param transfer buffers to hand over instead of copying them; the sender keeps nothing of them. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** @returns a function that stops listening. */
  listen(receive: (message: unknown) => void): () => void;
}

/** A connection on which only messages of a known form pass: anything else is dropped without effect. */
export interface Channel<Out> {
  send(message: Out): void;
  close(): void;
}

/** @param isIncoming decides by shape and size alone; it never throws. */
export function openChannel<In, Out>(
  port: Port,
  isIncoming: (message: unknown) => message is In,
  receive: (message: In) => void,
): Channel<Out> {
  const stop = port.listen((message) => {
    if (isIncoming(message)) receive(message);
  });
  return { send: (message) => port.post(message), close: stop };
}
