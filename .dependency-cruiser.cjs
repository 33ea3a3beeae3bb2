// The table "which folder may import what", as rules. Each row is an allowlist: of ours first, then of others.
const NEST = ['@nestjs/[^/]+', 'fastify', 'rxjs', 'reflect-metadata'];
const ORM = ['typeorm', 'mysql2', 'better-sqlite3'];
const XML = ['fast-xml-parser', 'saxes', 'sax', 'xml2js', '@xmldom/xmldom'];
const TEST_TOOLS = ['vitest', 'fast-check'];

const protocol = { ours: ['core', 'icalendar', 'auth'], others: NEST };
const protocolWithXml = { ours: protocol.ours, others: [...NEST, ...XML] };

const libraries = {
  core: { ours: [], others: ['chrono-node', 'ical.js', 'lru-cache', 'windows-iana'] },
  config: { ours: ['core'], others: ['zod'] },
  storage: { ours: ['core'], others: [...ORM, 'lru-cache', 'reflect-metadata'] },
  icalendar: { ours: ['core'], others: ['ical.js'] },
  auth: {
    ours: ['core'],
    others: [
      ...NEST,
      '@fastify/[^/]+',
      'jose',
      'lru-cache',
      'oidc-provider',
      'openid-client',
      'passport-strategy',
      'rate-limiter-flexible',
    ],
  },
  gdata: { ...protocolWithXml, others: [...protocolWithXml.others, 'lru-cache'] },
  'calendar-v3': { ...protocol, others: [...protocol.others, 'lru-cache'] },
  caldav: { ...protocolWithXml, others: [...protocolWithXml.others, 'lru-cache'] },
  jscalendar: { ...protocol, others: [...protocol.others, 'lru-cache'] },
  background: { ours: ['core'], others: ['prom-client'] },
  scheduling: { ours: ['core', 'icalendar'], others: ['nodemailer'] },
  migration: { ours: ['core', 'icalendar'], others: [] },
};

const SPEC = '(\\.spec\\.ts$|\\bspec/)';
const anyOf = (names) => `(${names.join('|')})`;
const packages = (names) => `(^|/)node_modules/(@types/)?${anyOf(names)}(/|$)`;

function rowOf([name, { ours, others }]) {
  const from = `^libs/${name}/`;
  return [
    {
      name: `${name}-ours`,
      comment: `Of ours, libs/${name} may import: ${ours.join(', ') || 'nothing'}.`,
      severity: 'error',
      from: { path: from },
      to: {
        path: '^(libs|apps|test|scripts|deploy)/',
        pathNot: [`^libs/${anyOf([name, ...ours])}/`, '^test/fixtures/'],
      },
    },
    {
      name: `${name}-others`,
      comment: `Of others, libs/${name} may import: ${others.join(', ') || 'nothing'}. A spec may use the test tools too.`,
      severity: 'error',
      from: { path: from, pathNot: SPEC },
      to: { path: 'node_modules/', pathNot: others.length ? packages(others) : '^$' },
    },
    {
      name: `${name}-others-in-specs`,
      severity: 'error',
      from: { path: `${from}.*${SPEC}` },
      to: { path: 'node_modules/', pathNot: packages([...others, ...TEST_TOOLS]) },
    },
  ];
}

const everywhere = [
  {
    name: 'no-cycles',
    comment: 'No import cycles, of types neither.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'libraries-by-their-front-door',
    comment: 'From outside, a library is its src/index.ts.',
    severity: 'error',
    from: { path: '^(libs/[^/]+|apps/[^/]+|test|scripts)/' },
    to: { path: '^libs/[^/]+/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'libraries-by-their-package-name',
    comment: "import from '@dayferry/…', not by a relative path.",
    severity: 'error',
    from: { path: '^(libs/[^/]+|apps/[^/]+|test|scripts)/' },
    to: { path: '^libs/[^/]+/', pathNot: '^$1/', dependencyTypesNot: ['aliased-workspace'] },
  },
  {
    name: 'apps-apart',
    comment: 'Apps never import each other.',
    severity: 'error',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'apps-by-their-front-door',
    comment: 'The tests enter an app by its src/index.ts.',
    severity: 'error',
    from: { path: '^(test|scripts)/' },
    to: { path: '^apps/', pathNot: '^apps/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'Only a spec may read the fixtures.',
    severity: 'error',
    from: { path: '^(libs|apps)/', pathNot: SPEC },
    to: { path: '^test/' },
  },
  {
    name: 'console-speaks-http',
    severity: 'error',
    from: { path: '^apps/console/' },
    to: { path: '^libs/' },
  },
  {
    name: 'deploy-imports-nothing',
    severity: 'error',
    from: { path: '^deploy/' },
    to: { path: '^(libs|apps|test|scripts)/' },
  },
  {
    name: 'orm-in-storage-only',
    comment: 'Only libs/storage knows the ORM and the drivers.',
    severity: 'error',
    from: { path: '^(libs|apps)/', pathNot: '^libs/storage/' },
    to: { path: packages(ORM) },
  },
  {
    name: 'xml-in-gdata-and-caldav-only',
    severity: 'error',
    from: { path: '^(libs|apps)/', pathNot: '^libs/(gdata|caldav)/' },
    to: { path: packages(XML) },
  },
  {
    name: 'http-in-the-gateway-only',
    comment: 'The command and the worker use Nest without a server.',
    severity: 'error',
    from: { path: '^apps/(cli|worker)/' },
    to: { path: packages(['fastify', '@nestjs/platform-fastify']) },
  },
  {
    name: 'no-development-packages',
    comment: 'What runs in production is listed under "dependencies".',
    severity: 'error',
    from: { path: '^(libs|apps)/', pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'resolvable',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...Object.entries(libraries).flatMap(rowOf), ...everywhere],
  options: {
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(libs|apps)/[^/]+/dist/' },
    // Types count: what only the compiler sees is a dependency of the reader all the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@dayferry/source', 'import', 'require', 'node', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
