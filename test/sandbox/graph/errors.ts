/** Graph's refusals as exceptions; bodies as in graph.md 15 (test codes, never messages). */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: [string, string][];
  constructor(status: number, code: string, message: string, headers: [string, string][] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const notFound = () =>
  new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const malformedId = () => new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
export const accessDenied = () =>
  new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
export const invalidProperty = (message = 'At least one property failed validation.') =>
  new GraphError(400, 'ErrorPropertyValidationFailure', message);
export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);
export const conflict = () =>
  new GraphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
export const noSegment = (segment: string) =>
  new GraphError(400, 'RequestBroker--ParseUri', `Resource not found for the segment '${segment}'.`);
