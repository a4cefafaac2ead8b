/** Three tiers: unit and conformance (npm test), peers (npm run test:peers), HAPI (npm run test:hapi). */
const tier = process.env.TRABECULA_TEST_TIER ?? 'unit';
const roots = {
  unit: {
    testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
    testPathIgnorePatterns: ['/test/peers/', '/test/hapi/'],
    testEnvironment: '<rootDir>/test/plain-realm-environment.js',
  },
  peers: { testMatch: ['<rootDir>/test/peers/**/*.test.ts'] },
  hapi: { testMatch: ['<rootDir>/test/hapi/**/*.test.ts'] },
}[tier];

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/test'],
  testEnvironment: '<rootDir>/test/typed-array-environment.js',
  ...roots,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript', tsx: false } } }],
  },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  reporters: ['default', '<rootDir>/test/plain-summary-reporter.js'],
  // A browser draws by software, a peer is another process: they wait longer on a machine that has other things to do.
  testTimeout: tier === 'unit' ? 60000 : 120000,
  maxWorkers: 2,
};
