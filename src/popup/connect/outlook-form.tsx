import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { clientIdProblem, EXAMPLE, type IdProblem, tenantIdProblem } from '../../shared/ids';
import { say } from '../../shared/say';
import type { AppState } from '../../shared/state';
import type { Action } from '../model/action';
import { send } from '../model/client';
import { Button } from '../parts/button';
import { Field } from '../parts/fields';
import { Locked } from '../parts/locked';
import { forgetTyped, isSet, keepTyped, shown } from './typed';

/** The two ids that a sign-in to Microsoft is made with. What cannot be one is said beside it, and nothing is sent. */
export function OutlookForm({ app, action }: { app: AppState; action: Action }) {
  const client = shown(app, 'clientId', app.connection.clientId);
  const tenant = shown(app, 'tenantId', app.connection.tenantId);
  /** Nobody is told that something is wrong while they still type it for the first time. */
  const checked = useSignal(false);
  const clientField = useRef<HTMLInputElement>(null);
  const tenantField = useRef<HTMLInputElement>(null);
  const wrongClient = clientIdProblem(client);
  const wrongTenant = tenantIdProblem(tenant);
  const connect = (event: Event) => {
    event.preventDefault();
    checked.value = true;
    if (wrongClient || wrongTenant) {
      (wrongClient ? clientField : tenantField).current?.focus();
      return;
    }
    void action.run(async () => {
      const answer = await send('outlook.connect', { clientId: client.trim(), tenantId: tenant.trim() });
      forgetTyped('clientId', 'tenantId');
      return answer;
    });
  };
  const waiting = action.busy || app.outlook.state === 'connecting';
  return (
    <form onSubmit={connect} noValidate>
      <Field
        label={say('set_clientId')}
        value={client}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        required
        disabled={isSet(app, 'clientId')}
        hint={isSet(app, 'clientId') && <Locked />}
        inputRef={clientField}
        problem={checked.value ? problemText(wrongClient) : undefined}
        onText={(clientId) => keepTyped({ clientId })}
      />
      <Field
        label={say('set_tenantId')}
        value={tenant}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        disabled={isSet(app, 'tenantId')}
        hint={isSet(app, 'tenantId') && <Locked />}
        inputRef={tenantField}
        problem={checked.value ? problemText(wrongTenant) : undefined}
        onText={(tenantId) => keepTyped({ tenantId })}
      />
      {!app.outlook.asking && (
        <Button type="submit" look="primary" busy={waiting}>
          {say('connectOutlook')}
        </Button>
      )}
    </form>
  );
}

const problemText = (problem: IdProblem | undefined): string | undefined =>
  problem && say(`problem_${problem}`, { example: EXAMPLE });
