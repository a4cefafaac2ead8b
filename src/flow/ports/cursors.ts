/** How far a sweep has come, kept durably: only the sweep understands the text. */
export interface Cursors {
  read(tenantId: string, name: string): Promise<string | undefined>;
  move(tenantId: string, name: string, position: string): Promise<void>;
}
