import { expect, it } from 'vitest';
import { scene, timed } from '../simulation/scene.ts';

/** EspoCRM's clock has whole seconds: only modifiedById says that a record was changed in the second in which it was made. */
it('a create whose answer was lost is found again although somebody renamed the record within its first second', async () => {
  const { run, settled, mailbox, espo, anna } = await scene();
  mailbox.createEvent('default', timed('As it was made'));
  // The clock of the simulation stands still between a request and its answer.
  espo.faults.push({
    match: ({ method }) => method === 'POST',
    when: 'after',
  });
  await run().catch(() => undefined);
  const [made] = espo.dump('Meeting');
  espo.insert('Meeting', {
    ...espo.row('Meeting', String(made?.['id'])),
    id: String(made?.['id']),
    name: 'Renamed at once',
    modifiedById: anna.id,
  });
  await run();
  await settled();
  expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['Renamed at once']);
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Renamed at once']);
});
