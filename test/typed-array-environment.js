import { TestEnvironment } from 'jest-environment-node';

/**
 * onnxruntime-node checks tensors with instanceof against the host's typed arrays; jest gives each test file a
 * realm of its own, so a Float32Array made in a test would be refused. Sharing the host's constructors mends it.
 */
export default class TypedArrayEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const shared of [Float32Array, BigInt64Array, Int32Array, Uint8Array, Uint16Array, ArrayBuffer]) {
      this.global[shared.name] = shared;
    }
  }
}
