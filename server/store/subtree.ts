// The part of the area tree that somebody may see, as a condition of a query: one range of paths for each grant.
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * True for areas at or below one of these paths (`/ar_root/…/ar_this/`). A path's subtree is the range up to the
 * character after the closing slash, so that the index on `path` serves it.
 */
export function underPaths(eb: ExpressionBuilder<Tables, 'areas'>, paths: readonly string[]): Expression<SqlBool> {
  if (paths.length === 0) return eb.val(false);
  return eb.or(
    paths.map(path => eb.and([eb('areas.path', '>=', path), eb('areas.path', '<', `${path.slice(0, -1)}0`)])),
  );
}
