// The first schema: everything that the main journey stores.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', c => c.notNull().primaryKey())
    .addColumn('value', 'text', c => c.notNull())
    .execute();
  await db.schema
    .createTable('areas')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('path', 'text', c => c.notNull())
    .addColumn('merged_into', 'text')
    .addColumn('rules_json', 'text', c => c.notNull())
    .addColumn('delegations_json', 'text', c => c.notNull())
    .addColumn('households', 'integer')
    .addColumn('people', 'integer')
    .addColumn('head_json', 'text')
    .addColumn('deputy_json', 'text')
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('removed_at', 'integer')
    .execute();
  await db.schema
    .createTable('clusters')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('lat', 'real')
    .addColumn('lon', 'real')
    .addColumn('speakers_json', 'text', c => c.notNull())
    .addColumn('languages_json', 'text')
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('removed_at', 'integer')
    .addColumn('revoked_at', 'integer')
    .addColumn('device_key', 'blob')
    .addColumn('connection', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('settings_version', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('settings_acknowledged', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('settings_bytes', 'blob')
    .addColumn('settings_digest', 'text')
    .addColumn('plan_version', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('plan_acknowledged', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('plan_bytes', 'blob')
    .addColumn('plan_digest', 'text')
    .addColumn('library_acknowledged', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('presence', 'text', c => c.notNull().defaultTo('never'))
    .addColumn('presence_since', 'integer')
    .addColumn('health_json', 'text')
    .addColumn('health_at', 'integer')
    .addColumn('fault_part', 'text')
    .addColumn('fault_detail', 'text')
    .addColumn('fault_since', 'integer')
    .execute();
  await db.schema
    .createTable('serves')
    .addColumn('cluster_id', 'text', c => c.notNull())
    .addColumn('village_id', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('serves_key', ['cluster_id', 'village_id'])
    .execute();
  await db.schema
    .createTable('enrolments')
    .addColumn('code_id', 'text', c => c.notNull().primaryKey())
    .addColumn('cluster_id', 'text', c => c.notNull())
    .addColumn('secret', 'blob', c => c.notNull())
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('expires_at', 'integer', c => c.notNull())
    .addColumn('used_at', 'integer')
    .execute();
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('name', 'text', c => c.notNull().unique())
    .addColumn('display_name', 'text', c => c.notNull())
    .addColumn('language', 'text', c => c.notNull())
    .addColumn('password_hash', 'text', c => c.notNull())
    .addColumn('pin_hash', 'text')
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('disabled_at', 'integer')
    .execute();
  await db.schema
    .createTable('roles')
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('role', 'text', c => c.notNull())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('position', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('roles_key', ['account_id', 'role', 'area_id'])
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('id_hash', 'text', c => c.notNull().primaryKey())
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('seen_at', 'integer', c => c.notNull())
    .execute();
  await db.schema
    .createTable('tokens')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('token_hash', 'text', c => c.notNull().unique())
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('scopes_json', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .execute();
  await db.schema
    .createTable('recordings')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('language', 'text', c => c.notNull())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('group_id', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('error_json', 'text')
    .addColumn('duration_ms', 'integer')
    .addColumn('sha256', 'text')
    .addColumn('bytes', 'integer')
    .addColumn('loudness_lufs', 'real')
    .addColumn('waveform_json', 'text')
    .addColumn('source', 'text', c => c.notNull())
    .addColumn('voice', 'text')
    .addColumn('text', 'text')
    .addColumn('spoken_text', 'text')
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('removed_at', 'integer')
    .execute();
  await db.schema
    .createTable('pronunciations')
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('position', 'integer', c => c.notNull())
    .addColumn('written', 'text', c => c.notNull())
    .addColumn('spoken', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('pronunciations_key', ['area_id', 'position'])
    .execute();
  await db.schema
    .createTable('programmes')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('items_json', 'text', c => c.notNull())
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('removed_at', 'integer')
    .execute();
  await db.schema
    .createTable('schedules')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('class', 'text', c => c.notNull())
    .addColumn('content_json', 'text', c => c.notNull())
    .addColumn('targets_json', 'text', c => c.notNull())
    .addColumn('volume', 'integer', c => c.notNull())
    .addColumn('passes', 'integer', c => c.notNull())
    .addColumn('days_json', 'text', c => c.notNull())
    .addColumn('time', 'text', c => c.notNull())
    .addColumn('from_day', 'text', c => c.notNull())
    .addColumn('to_day', 'text')
    .addColumn('exceptions_json', 'text', c => c.notNull())
    .addColumn('paused', 'integer', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('returned_reason', 'text')
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('approved_at', 'integer')
    .addColumn('approved_digest', 'text')
    .addColumn('removed_at', 'integer')
    .execute();
  await db.schema
    .createTable('broadcasts')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('title', 'text', c => c.notNull())
    .addColumn('class', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('area_id', 'text', c => c.notNull())
    .addColumn('content_json', 'text', c => c.notNull())
    .addColumn('frozen_json', 'text')
    .addColumn('targets_json', 'text', c => c.notNull())
    .addColumn('target_names_json', 'text', c => c.notNull())
    .addColumn('start_at', 'integer')
    .addColumn('duration_ms', 'integer', c => c.notNull())
    .addColumn('expires_at', 'integer')
    .addColumn('volume', 'integer', c => c.notNull())
    .addColumn('passes', 'integer', c => c.notNull())
    .addColumn('revision', 'integer', c => c.notNull())
    .addColumn('schedule_id', 'text')
    .addColumn('schedule_day', 'text')
    .addColumn('created_by', 'text', c => c.notNull())
    .addColumn('created_at', 'integer', c => c.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('approved_at', 'integer')
    .addColumn('approved_digest', 'text')
    .addColumn('returned_reason', 'text')
    .addColumn('accepted_at', 'integer')
    .addColumn('stopped_at', 'integer')
    .addColumn('stopped_by', 'text')
    .addColumn('clusters', 'integer', c => c.notNull())
    .addColumn('unreachable_json', 'text', c => c.notNull())
    .execute();
  await db.schema
    .createTable('orders')
    .addColumn('seq', 'integer', c => c.primaryKey().autoIncrement())
    .addColumn('order_id', 'text', c => c.notNull())
    .addColumn('revision', 'integer', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('bytes', 'blob', c => c.notNull())
    .addColumn('class', 'text', c => c.notNull())
    .addColumn('targets_json', 'text', c => c.notNull())
    .addColumn('clusters_json', 'text', c => c.notNull())
    .addColumn('issued_at', 'integer', c => c.notNull())
    .addColumn('start_at', 'integer', c => c.notNull())
    .addColumn('keep_until', 'integer', c => c.notNull())
    .execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', c => c.notNull().primaryKey())
    .addColumn('broadcast_id', 'text', c => c.notNull())
    .addColumn('cluster_id', 'text', c => c.notNull())
    .addColumn('revision', 'integer', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('sent_at', 'integer')
    .addColumn('started_at', 'integer')
    .addColumn('ended_at', 'integer')
    .addColumn('reason', 'text')
    .addColumn('proof', 'text')
    .addColumn('missed_ms', 'integer', c => c.notNull().defaultTo(0))
    .addColumn('uncertainty_ms', 'real')
    .addColumn('level_dbfs', 'real')
    .addColumn('reported_at', 'integer')
    .addColumn('cluster_name', 'text', c => c.notNull())
    .addColumn('area_name', 'text', c => c.notNull())
    .addColumn('villages_json', 'text', c => c.notNull())
    .addColumn('languages_json', 'text', c => c.notNull())
    .execute();
  await db.schema
    .createTable('facts')
    .addColumn('cluster_id', 'text', c => c.notNull())
    .addColumn('journal_id', 'text', c => c.notNull())
    .addColumn('seq', 'integer', c => c.notNull())
    .addColumn('delivery_id', 'text')
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('body_json', 'text', c => c.notNull())
    .addColumn('received_at', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('facts_key', ['cluster_id', 'journal_id', 'seq'])
    .execute();
  await db.schema
    .createTable('journals')
    .addColumn('cluster_id', 'text', c => c.notNull())
    .addColumn('journal_id', 'text', c => c.notNull())
    .addColumn('acknowledged', 'integer', c => c.notNull())
    .addColumn('first_seen', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('journals_key', ['cluster_id', 'journal_id'])
    .execute();
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'integer', c => c.notNull().primaryKey())
    .addColumn('at', 'integer', c => c.notNull())
    .addColumn('actor', 'text', c => c.notNull())
    .addColumn('action', 'text', c => c.notNull())
    .addColumn('subject', 'text', c => c.notNull())
    .addColumn('detail_json', 'text', c => c.notNull())
    .addColumn('previous', 'text', c => c.notNull())
    .addColumn('hash', 'text', c => c.notNull())
    .execute();
  await db.schema.createIndex('areas_path').on('areas').column('path').execute();
  await db.schema.createIndex('clusters_area_id').on('clusters').column('area_id').execute();
  await db.schema.createIndex('serves_village_id').on('serves').column('village_id').execute();
  await db.schema.createIndex('roles_area_id').on('roles').column('area_id').execute();
  await db.schema.createIndex('sessions_account_id').on('sessions').column('account_id').execute();
  await db.schema.createIndex('recordings_area_id').on('recordings').column('area_id').execute();
  await db.schema.createIndex('broadcasts_start_at').on('broadcasts').column('start_at').execute();
  await db.schema.createIndex('broadcasts_state').on('broadcasts').column('state').execute();
  await db.schema.createIndex('orders_keep_until').on('orders').column('keep_until').execute();
  await db.schema.createIndex('deliveries_broadcast_id').on('deliveries').column('broadcast_id').execute();
  await db.schema.createIndex('deliveries_cluster_id').on('deliveries').column('cluster_id').execute();
  await db.schema.createIndex('facts_delivery_id').on('facts').column('delivery_id').execute();
  await db.schema.createIndex('audit_at').on('audit').column('at').execute();
  await db.schema
    .createIndex('orders_identity')
    .on('orders')
    .columns(['order_id', 'revision', 'kind'])
    .unique()
    .execute();
  // A schedule makes one broadcast a day, however often it is computed.
  await db.schema
    .createIndex('broadcasts_schedule_day')
    .on('broadcasts')
    .columns(['schedule_id', 'schedule_day'])
    .unique()
    .where(sql.ref('schedule_id'), 'is not', null)
    .execute();
}
