/** Who may call an endpoint: a security scheme of the document, or nobody in particular. */
export type Access =
  'anyone' | 'this-machine' | 'cds-client' | 'notification-sender' | 'local-command' | 'staff' | 'app-user';

export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI path, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Status of success, what it means and the type of its body. */
  readonly success: readonly [status: 200 | 201 | 202 | 204 | 303, description: string, mediaType?: string];
  /** Name of the body's schema (`body-schemas.ts`). */
  readonly body?: string;
  /** Statuses of failure besides those that the access itself brings. */
  readonly failures?: readonly number[];
  /** Scopes of which one lets another system in, beside the people of `access`. */
  readonly systemScopes?: readonly string[];
}

export const JSON_TYPE = 'application/json';
