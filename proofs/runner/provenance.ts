import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';

/** Where and from what source a proof was run, so that a reader can run it again. */
export interface Provenance {
  /** Commit of the working tree, with "+changes" when it differed from that commit; "unknown" outside git. */
  readonly commit: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly platform: string;
    readonly node: string;
  };
}

export function provenanceOf(folder: string): Provenance {
  return {
    commit: commitOf(folder),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      platform: `${platform()} ${arch()}`,
      node: process.version,
    },
  };
}

function commitOf(folder: string): string {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const commit = git('rev-parse', 'HEAD');
    return git('status', '--porcelain', '--', '.', ':!docs') === '' ? commit : `${commit}+changes`;
  } catch {
    return 'unknown';
  }
}
