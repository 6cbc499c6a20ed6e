// Which pages may write with a session cookie or open a socket: the exact origins, nothing by prefix or suffix.

export interface Origins {
  /** The allowed origins now; the port may be known only once the server listens. */
  list(): readonly string[];
  /** False for a missing origin and for the literal `null` of sandboxed pages. */
  allows(origin: string | undefined): boolean;
}

/** The public address alone where one is set, else localhost and 127.0.0.1 on the port that is listened on. */
export function allowedOrigins(parts: { publicUrl: string | null; port: () => number }): Origins {
  const list = () =>
    parts.publicUrl !== null
      ? [parts.publicUrl]
      : [`http://localhost:${parts.port()}`, `http://127.0.0.1:${parts.port()}`].map(origin => new URL(origin).origin);
  return { list, allows: origin => origin !== undefined && list().includes(origin) };
}
