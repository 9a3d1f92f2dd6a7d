import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before a scheduler and counts the bytes that pass each way. */
export class CountingProxy {
  private to = 0;
  private from = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** @param scheduler `tcp://127.0.0.1:8786` */
  static async start(scheduler: string): Promise<CountingProxy> {
    const { hostname, port } = new URL(scheduler);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CountingProxy(server, `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (client) => {
      const target = connect(Number(port), hostname);
      client.on('data', (chunk) => (proxy.to += chunk.length));
      target.on('data', (chunk) => (proxy.from += chunk.length));
      for (const socket of [client, target]) {
        proxy.sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.pipe(target).pipe(client);
    });
    return proxy;
  }

  /** To the scheduler, and back. */
  bytes(): readonly [number, number] {
    return [this.to, this.from];
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
