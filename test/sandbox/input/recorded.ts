/** The recorded material that the input is built from: exchanges with EspoCRM, and Graph's example answers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const DATA = path.join(import.meta.dirname, '../../data');
const files = new Map<string, { request: { body: unknown } }[]>();

/** Body of a recorded request, by file and line: `04-crud:24`. */
export function recordedRequest(place: string): Record<string, unknown> {
  const [file = '', line = ''] = place.split(':');
  let exchanges = files.get(file);
  if (!exchanges) {
    const text = gunzipSync(readFileSync(path.join(DATA, 'espo', `${file}.jsonl.gz`))).toString('utf8');
    exchanges = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as { request: { body: unknown } });
    files.set(file, exchanges);
  }
  const body = exchanges[Number(line) - 1]?.request.body;
  if (typeof body !== 'object' || body === null) throw new Error(`${place} has no body`);
  return body as Record<string, unknown>;
}

export interface ExampleEvent {
  subject: string;
  body?: { contentType: string; content: string };
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  location?: { displayName: string };
  locations?: Record<string, unknown>[];
  attendees?: { type: string; emailAddress: { name: string; address: string } }[];
}

/** Event number `index` of a Graph example answer: `14-events-list`, or `05-delta-percalendar-full-properties-beta#1`. */
export function exampleEvent(place: string): ExampleEvent {
  const [file = '', index = '0'] = place.split('#');
  const text = readFileSync(path.join(DATA, 'graph/examples', `${file}.json`), 'utf8');
  const { body } = JSON.parse(text) as { body: ExampleEvent & { value?: ExampleEvent[] } };
  const found = body.value ? body.value[Number(index)] : body;
  if (!found) throw new Error(`${place} is not there`);
  return found;
}
