// A line between phones and the server that can be lost: connections stay open and carry nothing, as where reception ends.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Line {
  origin: string;
  /** Where it leads; set once the server listens. */
  to(port: number): void;
  lose(): void;
  /** What was stuck is torn down, as a phone does when it finds a network again. */
  find(): void;
  close(): Promise<void>;
}

export async function openLine(): Promise<Line> {
  let port = 0;
  let lost = false;
  const ends = new Set<Socket>();
  const server = createServer(here => {
    const there = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      ends.add(one);
      one.on('data', bytes => {
        if (!lost) other.write(bytes);
      });
      // A torn connection is followed by its close; there is nobody to tell.
      one.on('error', () => one.destroy());
      one.on('close', () => {
        ends.delete(one);
        if (!lost) other.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    to(chosen) {
      port = chosen;
    },
    lose() {
      lost = true;
    },
    find() {
      for (const end of ends) end.destroy();
      lost = false;
    },
    async close() {
      for (const end of ends) end.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
