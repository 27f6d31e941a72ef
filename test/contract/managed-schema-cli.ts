import { writeFileSync } from 'node:fs';
import { managedSchema } from './managed-schema.ts';

/** Writes public/managed-schema.json anew, after a setting was added: then `npm run format`. */
writeFileSync(
  new URL('../../public/managed-schema.json', import.meta.url),
  `${JSON.stringify(managedSchema(), null, 2)}\n`,
);
