import { messagesOf } from '../../messages/messages.ts';
import { columns } from './columns.ts';
import { en } from './en.ts';
import { reasons } from './reasons.ts';

/** A text of the staff pages' catalogue. */
export const message = messagesOf(en);

const columnMessage = messagesOf(columns);

/** What a column of an answer is called; a column that is not in the catalogue shows its own name. */
export const columnName = (column: string): string =>
  column in columns ? columnMessage(column as keyof typeof columns) : column.replaceAll('_', ' ');

const reasonMessage = messagesOf(reasons);

/** Why a film gave no score or a study was set aside, in words; a code that is not in the catalogue shows itself. */
export const reasonWords = (code: string): string =>
  code in reasons ? reasonMessage(code as keyof typeof reasons) : code;
