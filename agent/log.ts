// What the agent says of its life, as JSON lines: info is one line per life-cycle change. Any pino logger fits the shape.

export interface Log {
  debug(what: object, text: string): void;
  info(what: object, text: string): void;
  warn(what: object, text: string): void;
  error(what: object, text: string): void;
}

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Writes each line of `level` or above, with the wall clock's time, through `write`. */
export function lineLog(level: LogLevel, now: () => number, write: (line: string) => void): Log {
  const say = (own: LogLevel) => (what: object, text: string) => {
    if (LEVELS.indexOf(own) < LEVELS.indexOf(level)) return;
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level: own, ...what, msg: text })}\n`);
  };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}
