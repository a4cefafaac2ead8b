import type { Server } from 'node:http';
import { TrabeculaError } from '../../errors.ts';

/** Starts to listen; throws TrabeculaError "port-in-use". */
export function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new TrabeculaError('port-in-use', `The sandbox EHR cannot listen on port ${port}: it is in use`, {
              cause,
            })
          : cause,
      );
    });
    server.listen(port, host, () => {
      resolve(server);
    });
  });
}

/** Stops at once: a sandbox has nothing to finish. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
}
