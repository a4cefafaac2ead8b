import { once } from 'node:events';
import {
  connect,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';
import { Transform } from 'node:stream';

/**
 * What the network does between two servers from now on, to new connections and to those that are open.
 * "drop": packets vanish, nothing is closed; "refuse": connections are reset at once; "cut": the answer breaks off
 * after so many bytes of a connection, counted from when the fault began; "half-close": the far end says goodbye and goes on listening; "garbage": other bytes than the
 * server's come back.
 */
export type LinkFault =
  | { readonly kind: 'none' | 'drop' | 'refuse' | 'half-close' | 'garbage' }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number };

/** A TCP link on this machine that can be made to fail, like the links of a hospital. */
export class FaultyLink {
  fault: LinkFault = { kind: 'none' };
  readonly port: number;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(server: Server, target: NetConnectOpts) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => this.#join(near, target));
  }

  /** @param target - port of this machine, or the path of a Unix socket */
  static async to(target: number | string): Promise<FaultyLink> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyLink(
      server,
      typeof target === 'number' ? { port: target, host: '127.0.0.1' } : { path: target },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends every open connection, as a firewall does that restarts. */
  reset(): void {
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, target: NetConnectOpts): void {
    this.#watch(near);
    if (this.fault.kind === 'refuse') return void near.resetAndDestroy();
    if (this.fault.kind === 'half-close') near.end();
    if (this.fault.kind === 'garbage') near.end('\u0000SSH-2.0-not-what-you-asked-for\r\n\r\n');
    const far = connect(target);
    far.on('error', () => undefined);
    near.pipe(this.#wire()).pipe(far);
    far
      .pipe(
        this.#wire(
          (bytes) => bytes.length,
          (last) => near.write(last, () => near.resetAndDestroy()),
        ),
      )
      .pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  }

  #watch(near: Socket): void {
    this.#open.add(near);
    // Connections are meant to break: that is no error of the test.
    near.on('error', () => undefined);
    near.once('close', () => this.#open.delete(near));
  }

  /** One direction; `countOf` makes it the one that a cut counts. */
  #wire(
    countOf: (bytes: Buffer) => number = () => 0,
    onCut: (last: Buffer) => void = () => undefined,
  ): Transform {
    let passed = 0;
    let counting: LinkFault | undefined;
    return new Transform({
      transform: (bytes: Buffer, _encoding, pass) => {
        const { fault } = this;
        if (fault !== counting) passed = 0;
        counting = fault;
        passed += countOf(bytes);
        switch (fault.kind) {
          case 'none':
            return pass(null, bytes);
          case 'drop':
          case 'half-close':
          case 'garbage':
          case 'refuse':
            return pass();
          case 'cut':
            if (passed > fault.afterBytes)
              return onCut(bytes.subarray(0, bytes.length - (passed - fault.afterBytes)));
            return pass(null, bytes);
          case 'delay':
            return void setTimeout(pass, fault.delayMs, null, bytes).unref();
          case 'throttle':
            return void setTimeout(pass, (bytes.length / fault.bytesPerSecond) * 1000, null, bytes);
        }
      },
    });
  }
}
