import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

/**
 * jest gives each test file a realm of its own. Two things of that realm are mended here.
 *
 * onnxruntime-node checks tensors with instanceof against the host's typed arrays, so a Float32Array made in a test would
 * be refused: the host's constructors are shared.
 *
 * jest puts a proxy before the realm's globals, so every look at `Math` or `Number` runs through it and arithmetic takes
 * twenty times as long as in the service. A realm without one (DONT_CONTEXTIFY) has ordinary globals.
 */
export default class PlainRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    for (const shared of [Float32Array, BigInt64Array, Int32Array, Uint8Array, Uint16Array, ArrayBuffer]) {
      this.global[shared.name] = shared;
    }
  }
}
