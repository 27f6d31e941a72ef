import { type EspoVersion, traits } from './versions.ts';

/** An answer that ends a request early. Shapes: espo.md 8. */
export class EspoError extends Error {
  readonly status: number;
  readonly reason: string | undefined;
  readonly body: string;
  readonly html: boolean;

  constructor(status: number, reason?: string, body: unknown = '', html = false) {
    super(`${status} ${reason ?? ''}`);
    this.status = status;
    this.reason = reason;
    this.body = typeof body === 'string' ? body : JSON.stringify(body);
    this.html = html;
  }
}

const translation = (label: string, data: Record<string, unknown>) => ({
  messageTranslation: { label, scope: null, data },
});

export function validation(entityType: string, field: string, type: string): EspoError {
  return new EspoError(
    400,
    `Field validation failure; entityType: ${entityType}, field: ${field}, type: ${type}.`,
    translation('validationFailure', { field, type }),
  );
}

/** 403 where the role closes the whole action: its reason is empty before 8.3 (espo-versions.md 2). */
export function denied(version: EspoVersion, reason: string): EspoError {
  return new EspoError(403, traits[version].aclReasons ? reason : '');
}

/** 403 where only this record is out of reach: named by all versions (7.5.6 05 lines 52 to 56). */
export const deniedRecord = (reason: string): EspoError => new EspoError(403, reason);

export function cannotRelate(entity: string, link: string, foreign: string): EspoError {
  return new EspoError(
    403,
    `No foreign record access for link operation (${entity}:${link}).`,
    translation('cannotRelateForbidden', { foreignEntityType: foreign, action: 'read' }),
  );
}

export function cannotLink(entity: string, link: string): EspoError {
  return new EspoError(
    403,
    `No foreign record access for link operation (${entity}:${link}).`,
    translation('noAccessToForeignRecord', { action: 'edit' }),
  );
}

export function cannotRelateMissing(version: EspoVersion, entity: string, link: string, foreign: string): EspoError {
  const where = traits[version].longRelateReason ? ` entity type: ${entity}, link: ${link}.` : '';
  return new EspoError(
    403,
    `Can't relate with non-existing record.${where}`,
    translation('cannotRelateNonExisting', { foreignEntityType: foreign }),
  );
}

export const modified = (values: Record<string, unknown>, versionNumber: number) =>
  new EspoError(409, 'modified', { values, versionNumber });

export const locked = (field: string) =>
  new EspoError(409, 'cannotModifyLockedRecord', translation('cannotModifyLockedRecord', { field }));

export const lockedRemoval = () =>
  new EspoError(409, 'cannotRemoveLockedRecord', translation('cannotRemoveLockedRecord', {}));

export const missing = (id: string) => new EspoError(404, `Record ${id} does not exist.`);
export const notFound = (id: string) => new EspoError(404, `Record ${id} not found.`);
