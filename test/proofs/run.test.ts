import { asProof } from '../../proofs/runner/proof.ts';

test('a proof without a claim or without run is named as such', () => {
  expect(() => asProof('half', { title: 'a claim' })).toThrow('half.ts must export');
  expect(() => asProof('half', { run: () => Promise.resolve() })).toThrow('half.ts must export');
});
