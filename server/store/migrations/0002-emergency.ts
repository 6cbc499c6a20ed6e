// Emergencies: alerts and their life, who confirms and who is called, the commune's own emergency voice, gauges, CAP, proposals.
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

type Columns = Record<string, 'text' | 'text?' | 'integer' | 'integer?' | 'real' | 'real?' | 'blob'>;

export async function up(db: Kysely<unknown>): Promise<void> {
  const table = async (name: string, key: readonly string[], columns: Columns): Promise<void> => {
    let builder: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      const optional = type.endsWith('?');
      const plain = (optional ? type.slice(0, -1) : type) as 'text' | 'integer' | 'real' | 'blob';
      builder = builder.addColumn(column, plain, c => (optional ? c : c.notNull()));
    }
    await builder.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute();
  };
  const index = (name: string, on: string, columns: readonly string[]): Promise<void> =>
    db.schema
      .createIndex(name)
      .on(on)
      .columns([...columns])
      .execute();

  await db.schema.alterTable('deliveries').addColumn('sounded_at', 'integer').execute();
  await db.schema.alterTable('sessions').addColumn('phone', 'text').execute();
  await db.schema.alterTable('accounts').addColumn('phone_number', 'text').execute();
  await db.schema.alterTable('accounts').addColumn('code_secret', 'blob').execute();
  await db.schema.alterTable('accounts').addColumn('code_step', 'integer').execute();
  await db.schema.alterTable('areas').addColumn('plan_json', 'text').execute();
  await db.schema.alterTable('clusters').addColumn('on_site_secret', 'blob').execute();

  await table('alerts', ['id'], {
    id: 'text',
    template: 'text',
    hazard: 'text',
    status: 'text',
    level: 'integer?',
    state: 'text',
    message: 'text',
    siren: 'text?',
    voice_sent: 'integer',
    slots_json: 'text',
    text: 'text',
    specifics: 'text?',
    specifics_recording: 'text?',
    added_recording: 'text?',
    ordered_by: 'text',
    document_no: 'text?',
    source: 'text',
    authority_path: 'text',
    proposal_id: 'text?',
    asked_json: 'text?',
    confirmed_by: 'text?',
    confirmed_name: 'text?',
    alone_reason: 'text?',
    repeat_every_s: 'integer',
    repeat_until: 'integer?',
    created_phone: 'text?',
    created_at: 'integer',
    ended_at: 'integer?',
  });
  await index('alerts_created_at', 'alerts', ['created_at']);
  await index('alerts_state', 'alerts', ['state']);
  await table('alert_acts', ['alert_id', 'n'], {
    alert_id: 'text',
    n: 'integer',
    at: 'integer',
    act: 'text',
    by: 'text?',
    by_name: 'text',
    detail: 'text?',
  });
  await table('alert_links', ['token_hash'], {
    token_hash: 'text',
    alert_id: 'text',
    kind: 'text',
    account_id: 'text?',
    village_id: 'text?',
    created_by: 'text',
    created_at: 'integer',
    expires_at: 'integer',
    used_at: 'integer?',
  });
  await table('calls', ['id'], {
    id: 'text',
    alert_id: 'text',
    village_id: 'text',
    at: 'integer',
    by: 'text?',
    by_name: 'text',
    act: 'text',
    how: 'text?',
    households: 'integer?',
    note: 'text?',
  });
  await index('calls_alert_id', 'calls', ['alert_id']);
  await table('rosters', ['area_id', 'position'], {
    area_id: 'text',
    position: 'integer',
    from_day: 'text',
    to_day: 'text',
    account_id: 'text',
    deputy_id: 'text?',
  });
  await table('area_clips', ['area_id', 'name', 'language'], {
    area_id: 'text',
    name: 'text',
    language: 'text',
    recording_id: 'text',
    recorded_by: 'text',
    recorded_at: 'integer',
    checked_by: 'text?',
    checked_at: 'integer?',
  });

  await table('gauges', ['id'], {
    id: 'text',
    name: 'text',
    river: 'text',
    levels_json: 'text',
    datum: 'text?',
    decree: 'text',
    decree_date: 'text?',
    areas_json: 'text',
    /** Lowest area that holds all of them; rights are asked there. */
    area_id: 'text',
    lat: 'real?',
    lon: 'real?',
    armed_json: 'text?',
    event_json: 'text?',
    created_by: 'text',
    created_at: 'integer',
    removed_at: 'integer?',
  });
  await table('readings', ['gauge_id', 'at'], {
    gauge_id: 'text',
    at: 'integer',
    level_m: 'real',
    interpolated: 'integer',
    received_at: 'integer',
    by: 'text',
  });
  await table('proposals', ['id'], {
    id: 'text',
    area_id: 'text',
    source: 'text',
    /** The gauge, or `sender,identifier,sent` of the message. */
    origin: 'text',
    at: 'integer',
    title: 'text',
    reason: 'text',
    template: 'text?',
    level: 'integer?',
    targets_json: 'text',
    slots_json: 'text',
    siren: 'integer',
    status: 'text',
    state: 'text',
    decided_by: 'text?',
    decided_name: 'text?',
    decided_at: 'integer?',
    reject_reason: 'text?',
    alert_id: 'text?',
    expires_at: 'integer?',
    plays_at: 'integer?',
    raw: 'text?',
    warnings_json: 'text',
  });
  await index('proposals_state', 'proposals', ['state']);
  await index('proposals_origin', 'proposals', ['origin']);
  await table('cap_messages', ['area_id', 'sender', 'identifier', 'sent'], {
    /** Where its sender is listened to: each area that lists the sender has its own word with the message. */
    area_id: 'text',
    sender: 'text',
    identifier: 'text',
    sent: 'text',
    sha256: 'text',
    status: 'text',
    type: 'text',
    references_json: 'text',
    received_at: 'integer',
    /** taken | refused | kept: a Cancel that came before its Alert. */
    verdict: 'text',
    proposal_id: 'text?',
    raw: 'text',
  });
  await index('cap_messages_received_at', 'cap_messages', ['received_at']);
  await table('cap_senders', ['id'], {
    id: 'text',
    area_id: 'text',
    sender: 'text',
    name: 'text',
    certificate: 'text?',
    created_at: 'integer',
  });
  await table('cap_feeds', ['id'], {
    id: 'text',
    area_id: 'text',
    url: 'text',
    every_s: 'integer',
    read_at: 'integer?',
    trouble: 'text?',
    /** Entries of its last reading that were fetched. */
    seen_json: 'text',
    created_at: 'integer',
  });

  // Rises with every change of the tree, of clusters' standing in it and of whom they serve: what was made of them stays good as
  // long as it is the same, and an alert need not read ten thousand rows.
  await sql`insert into meta (key, value) values ('places', '0')`.execute(db);
  const changes: Record<string, readonly string[]> = {
    areas: ['insert', 'update', 'delete'],
    serves: ['insert', 'update', 'delete'],
    clusters: ['insert', 'delete', 'update of name, area_id, kind, languages_json, removed_at, revoked_at'],
  };
  for (const [on, events] of Object.entries(changes)) {
    for (const event of events) {
      await sql`create trigger ${sql.raw(`places_${on}_${event.split(' ')[0]}`)} after ${sql.raw(`${event} on ${on}`)}
        begin update meta set value = value + 1 where key = 'places'; end`.execute(db);
    }
  }
}
