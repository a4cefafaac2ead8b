import vm from 'node:vm';
import TypedArrayEnvironment from './typed-array-environment.js';

const { createContext } = vm;

/**
 * jest puts a proxy before the globals of each test file's realm, so every look at `Math` or `Number` runs through it and
 * arithmetic takes twenty times as long as in the service. A realm without one (DONT_CONTEXTIFY) has ordinary globals.
 *
 * For tests that run in jest's worker processes, which jest ends: a process that ran all browser tests in such realms once
 * did not end by itself (Node 24.9 went round in its cleanup).
 */
export default class PlainRealmEnvironment extends TypedArrayEnvironment {
  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
