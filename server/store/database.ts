// Opens the store: SQLite in WAL with every commit on the disk before it is believed, brought to the newest schema.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as mainJourney from './migrations/0001-main-journey.ts';
import * as emergency from './migrations/0002-emergency.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
/** A repository runs on the database or inside somebody's transaction. */
export type Queryable = Database | Transaction<Tables>;

const migrations = { '0001-main-journey': mainJourney, '0002-emergency': emergency };

/** Opens (and makes) the database at `file`, or in memory for `:memory:`. Throws if it is corrupt or from a newer program. */
export async function openDatabase(file: string): Promise<Database> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new SQLite(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: rememberStatements(sqlite) }) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error) {
    await db.destroy();
    throw new Error(`cannot bring ${file} to the newest schema`, { cause: error });
  }
  return db;
}

/** Statements that are said again cost a third when SQLite has read them before. */
const REMEMBERED = 200;
/** Longer ones are lists of varying length, seldom the same twice. */
const LONGEST = 4000;

function rememberStatements(sqlite: SQLite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const statement = sqlite.prepare(sql);
      if (sql.length > LONGEST) return statement;
      const oldest = statements.keys().next();
      if (statements.size >= REMEMBERED && !oldest.done) statements.delete(oldest.value);
      statements.set(sql, statement);
      return statement;
    },
  };
}
