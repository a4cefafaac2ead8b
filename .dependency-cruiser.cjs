/** Who may import what (ARCHITECTURE.md): data flows one way, and third-party libraries live at the edge. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', from, to, comment });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      {},
      { circular: true },
      'A cycle means two files are one idea, or one idea is in two files.',
    ),
    forbid(
      'core-imports-nothing',
      { path: '^src/core/' },
      { pathNot: '^src/(core/|errors\\.ts$)' },
      'The clinical core is pure: no library, no Node, no other layer.',
    ),
    forbid(
      'printers-import-core-only',
      { path: '^src/(fhir|cds-hooks)/' },
      {
        pathNot:
          '^(src/(core|fhir|cds-hooks)/|src/errors\\.ts$|@medplum/fhirtypes|node_modules/(@medplum/fhirtypes|zod)/)',
      },
      'FHIR and CDS Hooks translate to and from the core; only types and the edge parser come from outside.',
    ),
    forbid(
      'reports-import-core-only',
      { path: '^src/report/' },
      { pathNot: '^src/(core|report)/' },
      'A report page prints figures of the core; nothing is fetched, nothing decided.',
    ),
    forbid(
      'flow-imports-ports-only',
      { path: '^src/flow/' },
      { path: '^src/(adapters|http|sandbox|main\\.ts|commands|compose)' },
      'The story names ports; adapters are handed to it.',
    ),
    forbid(
      'adapters-do-not-call-up',
      { path: '^src/adapters/' },
      { path: '^src/(http|sandbox|commands|compose|main\\.ts)' },
      'An adapter implements a port and knows no caller.',
    ),
    forbid(
      'http-uses-flow',
      { path: '^src/http/' },
      { path: '^src/(adapters|sandbox|commands|compose|main\\.ts)' },
      'Routes call the story; only main builds adapters.',
    ),
    forbid(
      'service-never-imports-sandbox',
      { path: '^src/(core|fhir|cds-hooks|flow|adapters|http)/' },
      { path: '^src/sandbox/' },
      'The sandbox is a peer of the service, as an EHR and a PACS are.',
    ),
    forbid(
      'nobody-imports-main',
      { path: '^src/', pathNot: '^src/commands/' },
      { path: '^src/main\\.ts$' },
      'main.ts is the composition root.',
    ),
    forbid(
      'app-imports-types-only',
      { path: '^smart-app/' },
      { path: '^src/', dependencyTypesNot: ['type-only'] },
      'The browser app shares types with the service, never code.',
    ),
    forbid(
      'no-unlisted-package',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
      'Every package is in package.json.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|smart-app/dist|models/training)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
