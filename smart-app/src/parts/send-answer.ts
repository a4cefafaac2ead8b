import type { AppAnswer, AppView } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import type { Session } from '../session/session.ts';

/** Where an answer stands, in words for the user. */
export type Sent =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly words: string }
  | { readonly kind: 'failed'; readonly words: string };

/** Creates the draft order in the EHR, then says so on the card. Throws SessionFailure. */
export async function order(session: Session, view: AppView): Promise<Sent> {
  try {
    await session.create({ ...view.draftedOrder, authoredOn: new Date().toISOString() });
  } catch (error) {
    const words = /\b40[13]\b|Forbidden/i.test(String(error))
      ? message('answer.noPermission')
      : message('answer.failed');
    return { kind: 'failed', words };
  }
  await send(session, { kind: 'ordered', cardUuid: session.card.cardUuid });
  return { kind: 'done', words: message('answer.ordered') };
}

/** Declines or puts off: the same feedback as on the card. Throws SessionFailure. */
export async function setAside(
  session: Session,
  reasonCode: string | undefined,
  comment: string | undefined,
  done: string,
): Promise<Sent> {
  await send(session, { kind: 'set-aside', cardUuid: session.card.cardUuid, reasonCode, comment });
  return { kind: 'done', words: done };
}

const send = (session: Session, answer: AppAnswer): Promise<Response> =>
  session.call('answers', { method: 'POST', body: answer });
