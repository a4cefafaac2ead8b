import type { NoCardReason, Showing } from './decision.ts';
import type { Question } from './question.ts';
import type { CardChannel } from './request.ts';
import { capReason } from './showing-caps.ts';
import { activeSnooze } from './snooze.ts';

/** Whether somebody is interrupted with this answer now. What is true of the patient does not depend on it. */
export function showingOf(card: CardChannel | undefined, question: Question): Showing {
  if (card === undefined) return { kind: 'no-card', reason: 'nothing-to-say' };
  const reason =
    audienceReason(question) ??
    modeReason(question) ??
    channelReason(card, question) ??
    // A card about an order that is being written is of use only now; the caps are for reminders.
    (isOrderHook(question) ? undefined : capReason(question));
  return reason === undefined ? { kind: 'card', channel: card } : { kind: 'no-card', reason };
}

const isOrderHook = ({ request }: Question): boolean =>
  request.hook === 'order-select' || request.hook === 'order-sign';

function audienceReason({ request, deployment, context }: Question): NoCardReason | undefined {
  if (request.hook === 'screening') return 'nobody-asked';
  const { kind, roleCodes } = request.user;
  if (kind === 'Patient' || kind === 'RelatedPerson') return 'user-is-patient-or-relative';
  if (deployment.servedRoleCodes.length > 0) {
    const codes = roleCodes.kind === 'known' ? roleCodes.value : [];
    if (!codes.some((code) => deployment.servedRoleCodes.includes(code))) return 'role-not-served';
  }
  const setting = context.encounterSetting;
  if (setting.kind === 'known')
    return deployment.servedSettings.includes(setting.value) ? undefined : 'encounter-setting-not-served';
  // No encounter named: a chart opened between visits. Named and not readable: it may be the emergency room.
  return setting.reason === 'not-recorded' ? undefined : 'encounter-not-readable';
}

function modeReason({ deployment, request, today }: Question): NoCardReason | undefined {
  const { mode } = deployment;
  switch (mode.kind) {
    case 'silent':
      return 'silent-mode';
    case 'research':
      if (today > mode.ethicsExpiresOn) return 'ethics-approval-expired';
      return request.hook !== 'screening' && mode.userIds.includes(request.user.id)
        ? undefined
        : 'not-a-research-user';
    case 'live':
      return undefined;
  }
}

function channelReason(card: CardChannel, question: Question): NoCardReason | undefined {
  if (isOrderHook(question)) return undefined;
  if (card === 'guideline' && !question.deployment.guidelineCards) return 'guideline-cards-off';
  if (card === 'safety' && activeSnooze(question, 'safety') !== undefined) return 'safety-snoozed';
  return undefined;
}
