/** The database of this worker, opened once. Beside the clients (services.ts), because most wakes ask only what is stored. */
import { Database, opener } from '../../store/database';

export const database = opener(new Database());
