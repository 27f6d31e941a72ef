import { keepDraft } from '../../store/values';
import { type Handlers, state } from './handler';

/** What every page asks for when it opens, and what is typed there. */
export const pageHandlers: Pick<Handlers, 'state.get' | 'draft.keep'> = {
  'state.get': state,
  'draft.keep': async ({ draft }) => {
    await keepDraft(draft);
    return {};
  },
};
