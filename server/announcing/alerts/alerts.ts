// Alerts and drills from the slide to the all-clear: what people choose, confirm, change and take back flows in; signed messages of
// rising revision go out, each in one small transaction.
import { type Agreeing, createAgreeing } from './agreeing.ts';
import { type Changing, createChanging } from './changing.ts';
import { type AlertsParts, createAlertsCore } from './core.ts';
import { createEnding, type Ending } from './ending.ts';
import { createIssuing, type Issuing } from './issuing.ts';
import { createRenewing, type Renewing } from './renewing.ts';
import type { Standing } from './sending.ts';

export interface Alerts extends Issuing, Agreeing, Changing, Ending, Renewing {
  /** The alert with its broadcast and what was signed of it. Throws `not_found`. */
  standing(alertId: string): Promise<Standing>;
}

export function createAlerts(parts: AlertsParts): Alerts {
  const core = createAlertsCore(parts);
  const renewing = createRenewing(core);
  const then = <A extends unknown[], T>(act: (...args: A) => Promise<T>) => {
    // What follows by itself follows at once, off the path of the order.
    return async (...args: A): Promise<T> => {
      const done = await act(...args);
      renewing.look();
      return done;
    };
  };
  const issuing = createIssuing(core);
  const agreeing = createAgreeing(core);
  return {
    ...createEnding(core),
    ...renewing,
    check: issuing.check,
    issue: then(issuing.issue),
    confirm: then(agreeing.confirm),
    voice: then(agreeing.voice),
    update: then(createChanging(core).update),
    standing: async alertId => (await core.see(alertId)).standing,
  };
}
