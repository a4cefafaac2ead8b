import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JWK } from 'jose';
import type { ConfigProblem } from './problems.ts';

/** Reads the files that a configuration names, relative to its folder, and collects what is wrong with them. */
export class SecretFiles {
  readonly problems: ConfigProblem[] = [];
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The file's text without the newline at its end; "" and a problem when it cannot be read. */
  text(setting: string, path: string): string {
    try {
      const text = readFileSync(resolve(this.folder, path), 'utf8').trim();
      if (text === '') this.problems.push({ setting, message: `${path} is empty` });
      return text;
    } catch {
      this.problems.push({ setting, message: `cannot read ${path}` });
      return '';
    }
  }

  /** The same, with a problem when it has fewer characters than asked for. */
  longText(setting: string, path: string, fewest: number): string {
    const text = this.text(setting, path);
    if (text !== '' && text.length < fewest)
      this.problems.push({ setting, message: `${path} holds fewer than ${fewest} characters` });
    return text;
  }

  /** One private key as JWK (RFC 7517) that fits the algorithm: EC P-384 for ES384, RSA for RS384. */
  privateKey(setting: string, path: string, algorithm: 'ES384' | 'RS384'): JWK {
    const text = this.text(setting, path);
    if (text === '') return {};
    try {
      const key = JSON.parse(text) as JWK;
      if (typeof key.d !== 'string') this.problems.push({ setting, message: `${path} holds no private key` });
      else if (algorithm === 'ES384' ? key.crv !== 'P-384' : key.kty !== 'RSA')
        this.problems.push({ setting, message: `${path} is no key for ${algorithm}` });
      else if (key.kid === undefined) this.problems.push({ setting, message: `${path} has no "kid"` });
      return key;
    } catch {
      this.problems.push({ setting, message: `${path} is not JSON` });
      return {};
    }
  }

  /** The keys of a JWKS file (RFC 7517 section 5). */
  keySet(setting: string, path: string): readonly JWK[] {
    const text = this.text(setting, path);
    if (text === '') return [];
    try {
      const { keys } = JSON.parse(text) as { keys?: unknown };
      if (Array.isArray(keys)) return keys as JWK[];
      this.problems.push({ setting, message: `${path} has no "keys"` });
    } catch {
      this.problems.push({ setting, message: `${path} is not JSON` });
    }
    return [];
  }

  /** The absolute path of a file that must be there. */
  existing(setting: string, path: string): string {
    const absolute = resolve(this.folder, path);
    if (!existsSync(absolute)) this.problems.push({ setting, message: `cannot read ${path}` });
    return absolute;
  }
}
