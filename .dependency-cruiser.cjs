// The directions of docs/architecture.md. A package imports only what stands below it.
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(packages|apps|test)/', pathNot: allowed },
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('telephony-stands-alone', '^packages/telephony/', '^packages/telephony/'),
    only('dialogue-stands-alone', '^packages/dialogue/', '^packages/dialogue/'),
    only('outbreak-stands-alone', '^packages/outbreak/', '^packages/outbreak/'),
    only('contract', '^packages/contract/', '^packages/(contract|outbreak|dialogue)/'),
    only('web', '^apps/web/', '^(apps/web|packages/(contract|outbreak|dialogue))/'),
    only('citizens-know-only-the-telephone', '^apps/citizens/', '^(apps/citizens|packages/telephony)/'),
    only('server-knows-no-other-app', '^apps/server/', '^(apps/server|packages)/'),
    {
      name: 'no-deep-imports',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/([^/]+)/src/(?!index\\.ts)', pathNot: '^$1/$2/' },
    },
    {
      name: 'pure-packages-touch-no-io',
      severity: 'error',
      from: { path: '^packages/(dialogue|outbreak)/|^packages/telephony/src/(sip|sdp|rtp|audio)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'telephony-meets-dialogue-once',
      severity: 'error',
      from: { path: '^apps/server/src/calls/', pathNot: '(runCall|testKit|killedDialer|\\.test)\\.ts$' },
      to: { path: '^packages/telephony/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'commands-know-no-routes',
      severity: 'error',
      from: { path: '^apps/server/src/(commands|db)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^apps/server/src/(routes|calls|cli|presenters)/' },
    },
    {
      name: 'db-is-the-floor',
      severity: 'error',
      from: { path: '^apps/server/src/db/', pathNot: '\\.test\\.ts$' },
      to: { path: '^apps/server/src/commands/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
