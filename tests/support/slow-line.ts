// A line of a given width between an agent and a server, both real programs: what the server sends comes out no faster than
// that, as on a modem, and is counted, so that a test can say how much had arrived at any moment.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const TICK_MS = 10;

export interface SlowLine {
  /** Where the agent finds the server. */
  port: number;
  /** Bytes carried to agents until this moment, UTC ms. */
  carriedBy(moment: number): number;
  close(): Promise<void>;
}

export async function slowLine(serverPort: number, bytesPerSecond: number): Promise<SlowLine> {
  const carried: { at: number; bytes: number }[] = [];
  const open = new Set<Socket>();
  const share = Math.round((bytesPerSecond * TICK_MS) / 1000);
  let waiting: { to: Socket; from: Socket; bytes: Buffer }[] = [];
  let freeAt = performance.now();

  // All connections share the line. A late timer catches up, an idle line saves nothing.
  function tick(): void {
    const now = performance.now();
    if (waiting.length === 0) freeAt = now;
    for (; freeAt <= now && waiting.length > 0; freeAt += TICK_MS) carry();
  }
  function carry(): void {
    for (let room = share; room > 0 && waiting[0]; ) {
      const first = waiting[0];
      const part = first.bytes.subarray(0, room);
      first.to.write(part);
      carried.push({ at: Date.now(), bytes: part.length });
      room -= part.length;
      first.bytes = first.bytes.subarray(part.length);
      if (first.bytes.length > 0) return;
      waiting = waiting.slice(1);
      first.from.resume();
    }
  }

  const server = createServer(near => {
    const far = connect(serverPort, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        waiting = waiting.filter(({ to }) => to !== near);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', bytes => {
      far.pause();
      waiting.push({ to: near, from: far, bytes });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timer = setInterval(tick, TICK_MS);

  return {
    port: (server.address() as AddressInfo).port,
    carriedBy: moment => carried.reduce((sum, { at, bytes }) => (at <= moment ? sum + bytes : sum), 0),
    async close() {
      clearInterval(timer);
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
