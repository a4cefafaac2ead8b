import { messagesOf } from '../../messages/messages.ts';
import { columns } from './columns.ts';
import { en } from './en.ts';

/** A text of the staff pages' catalogue. */
export const message = messagesOf(en);

const columnMessage = messagesOf(columns);

/** What a column of an answer is called; a column that is not in the catalogue shows its own name. */
export const columnName = (column: string): string =>
  column in columns ? columnMessage(column as keyof typeof columns) : column.replaceAll('_', ' ');
