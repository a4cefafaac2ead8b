import { Button, Checkbox, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import type { SignOffRole } from '../../../../src/core/go-live/records.ts';
import type { StaffMember } from '../../../../src/http/population/staff.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { shortDigest, type GoLive, type Step } from './go-live.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

const ROLES: readonly SignOffRole[] = ['clinical-owner', 'decision-support-governance'];

/** Signs a recorded validation in one of the two roles, as whoever is signed in. */
export function SignForm({
  state,
  member,
  step,
}: {
  readonly state: GoLive;
  readonly member: StaffMember;
  readonly step: Step;
}) {
  const reports = state.records.flatMap((record) => (record.kind === 'validation-report' ? [record] : []));
  const [digest, setDigest] = useState<string>();
  const [role, setRole] = useState<SignOffRole>('clinical-owner');
  const [isUnderstood, setUnderstood] = useState(false);
  const { isBusy, failure, act } = useAct();
  const chosen = digest ?? reports[0]?.reportDigest;
  return (
    <Panel title={message('goLive.signHeading')}>
      <Text size="sm">
        {message('goLive.signWords', { person: `${member.name ?? ''} (${member.subject})`.trim() })}
      </Text>
      {chosen === undefined ? (
        <Text>{message('goLive.nothingToSign')}</Text>
      ) : (
        <>
          <NativeSelect
            label={message('goLive.report')}
            value={chosen}
            data={reports.map(({ reportDigest, resultsAt, figures }) => ({
              value: reportDigest,
              label: `${resultsAt.slice(0, 10)}, n = ${figures.people}, ${shortDigest(reportDigest)}`,
            }))}
            onChange={(event) => {
              setDigest(event.currentTarget.value);
              setUnderstood(false);
            }}
          />
          <NativeSelect
            label={message('goLive.role')}
            value={role}
            data={ROLES.map((one) => ({ value: one, label: message(`goLive.role.${one}`) }))}
            onChange={(event) => {
              setRole(event.currentTarget.value as SignOffRole);
            }}
          />
          <Checkbox
            label={message('goLive.understood')}
            checked={isUnderstood}
            onChange={(event) => {
              setUnderstood(event.currentTarget.checked);
            }}
          />
          {failure !== undefined && <FailureNotice failure={failure} />}
          <div>
            <Button
              loading={isBusy}
              disabled={!isUnderstood}
              onClick={() => {
                act(async () => {
                  await step('sign-offs', { reportDigest: chosen, role });
                  setUnderstood(false);
                });
              }}
            >
              {message('goLive.sign')}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}
