import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A private PostgreSQL server on a socket in its own folder: no network port, gone after the tests. */
export interface PostgresServer {
  /** URL of a new, empty database on it. */
  newDatabase(): string;
  /** Path of the Unix socket that it listens on. */
  readonly socket: string;
  /** Stops it as an operator does. */
  halt(): void;
  /** Ends every process of the server as a power switch would, without a word. */
  kill(): void;
  /** Starts a server that was halted or killed; what was committed is there. */
  restart(): void;
  stop(): void;
}

/** The postmaster and its children, by the system's own list. */
function processesOf(dataFolder: string): readonly number[] {
  const postmaster = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  return [
    postmaster,
    ...children
      .trim()
      .split(' ')
      .filter((pid) => pid !== '')
      .map(Number),
  ];
}

function programs(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  if (versions[0] === undefined)
    throw new Error(`These tests need PostgreSQL in ${root} (apt install postgresql).`);
  return join(root, versions[0], 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Of a server that was killed some process may live on for a moment, and hold the memory that a new server asks for. */
function startAgain(start: () => void): void {
  for (let left = 20; ; left -= 1) {
    try {
      return start();
    } catch (error) {
      if (left === 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    }
  }
}

export function startPostgres(): PostgresServer {
  const bin = programs();
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-postgres-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const run = (program: string, args: readonly string[]) => {
    const result = spawnSync(join(bin, program), args, {
      ...user,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr}`);
  };
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8']);
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`;
  const start = () => run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start']);
  start();
  let databases = 0;
  return {
    newDatabase: () => {
      const name = `test${++databases}`;
      run('createdb', ['-h', folder, '-U', 'postgres', name]);
      return `postgres://postgres@localhost/${name}?host=${folder}`;
    },
    kill: () => {
      for (const pid of processesOf(data)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        }
      }
    },
    restart: () => startAgain(start),
    socket: join(folder, '.s.PGSQL.5432'),
    halt: () => run('pg_ctl', ['-D', data, '-w', '-m', 'fast', 'stop']),
    stop: () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true });
    },
  };
}
