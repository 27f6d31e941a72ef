/** Microsoft's numbers of sign-in errors, and what each means for the user. */
import type { ErrorCode } from '../../shared/codes';

/**
 * What each AADSTS number means for the user: one code for all that share the way out (entra-docs, reference-error-codes; graph.md 10).
 * Numbers, never texts; the OAuth error beside them (access_denied, interaction_required, invalid_grant, ...) differs from case to case.
 */
export const MEANS = {
  'ms.declined': [65004],
  'ms.adminConsent': [65001, 90008, 90093, 90094, 90095, 90099, 900941],
  // 500021, 500022 and 50002: a proxy lets only some directories through; 500212, 500213: rules between two organizations.
  'ms.conditionalAccess': [
    50002, 50131, 53002, 53003, 53004, 53009, 53010, 53011, 500021, 500022, 500212, 500213, 530032, 530034, 530035,
  ],
  'ms.deviceNotAllowed': [
    50005, 50097, 50127, 50129, 50155, 50187, 53000, 53001, 135011, 530001, 530002, 530003, 700003,
  ],
  'ms.notAssigned': [50105],
  'ms.wrongTenant': [16000, 16003, 50014, 50020, 50177, 50178, 51004, 90072, 500208],
  'ms.unknownUser': [50034],
  'ms.accountBlocked': [50053, 50057],
  'ms.tenantUnknown': [90002, 900023],
  'ms.tenantNeeded': [50059, 50128, 50194, 90019, 90124, 90130, 9001023],
  'ms.wrongClient': [70001, 700011, 700016, 700038, 1000031, 7000112],
  // The address is not there, or under Web, where a secret is asked for.
  'ms.notSpa': [50011, 500113, 900971, 7000218, 9002326, 9002327],
  'ms.permissionMissing': [65005, 500011, 650052, 650054, 650056, 650057],
  'ms.secondFactor': [50072, 50074, 50076, 50078, 50079, 50158],
  'ms.noSession': [50058],
  'ms.signInNeeded': [
    50055, 50085, 50089, 50126, 50132, 50133, 50140, 50144, 50173, 50196, 50199, 54005, 70008, 70043, 700082, 700084,
  ],
  'ms.server': [50033, 50087, 50166, 70012, 90006, 90012, 90024, 90033, 90055, 90090, 90091],
} as const satisfies Partial<Record<ErrorCode, readonly number[]>>;

const CODES = new Map<number, ErrorCode>(
  Object.entries(MEANS).flatMap(([code, numbers]) => numbers.map((number) => [number, code as ErrorCode] as const)),
);

/** Found out while nobody looks on, these may still be the user's own to mend: by choosing, consenting, showing the device. */
const ASK_FIRST: readonly number[] = [16000, 50058, 50097, 65001, 65004];

/** The code of a number; undefined for one that calls for nothing of its own. `interactive`: the user was looking. */
export function meaningOf(number: number, interactive: boolean): ErrorCode | undefined {
  return !interactive && ASK_FIRST.includes(number) ? 'ms.signInNeeded' : CODES.get(number);
}
