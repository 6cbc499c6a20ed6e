// The arrows between rooms: which may import which. The picture stands in ARCHITECTURE.md.
const rooms = {
  coverage: [],
  signing: ['store'],
  bus: ['store'],
  store: [],
  places: ['signing', 'bus', 'store'],
  people: ['store'],
  audio: ['store'],
  announcing: ['store', 'bus', 'audio', 'signing', 'people', 'places'],
  link: ['bus', 'audio', 'signing', 'store'],
  tracking: ['store', 'bus', 'mapping'],
  mapping: ['coverage', 'store', 'places'],
  warning: ['announcing', 'store'],
  http: ['announcing', 'audio', 'coverage', 'mapping', 'people', 'places', 'signing', 'store', 'tracking', 'warning'],
};

const forbidden = Object.entries(rooms).map(([room, may]) => ({
  name: `${room}-arrows`,
  severity: 'error',
  from: { path: `^server/${room}/` },
  to: {
    path: '^(server|agent|web|tests)/',
    pathNot: [`^server/(${[room, ...may].join('|')})/`, '^server/errors(\\.ts$|/)'],
  },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'protocol-stands-alone',
      severity: 'error',
      from: { path: '^protocol/' },
      to: { path: '^(server|agent|web|tests)/' },
    },
    {
      name: 'agent-knows-protocol-alone',
      severity: 'error',
      from: { path: '^agent/' },
      to: { path: '^(server|web|tests)/' },
    },
    {
      name: 'web-knows-protocol-alone',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|agent|tests)/' },
    },
    {
      name: 'server-knows-no-agent',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(agent|web|tests)/' },
    },
    {
      name: 'web-takes-types',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^protocol/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-store-knows-sql',
      severity: 'error',
      from: { path: '^(server|agent|web|protocol)/', pathNot: '^server/store/' },
      to: { path: 'node_modules/(kysely|better-sqlite3)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-ingest-knows-ffmpeg',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/audio/ingest\\.ts$' },
      to: { path: 'node_modules/fluent-ffmpeg' },
    },
    {
      name: 'only-timetable-knows-cron',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/announcing/timetable\\.ts$' },
      to: { path: 'node_modules/node-cron' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
