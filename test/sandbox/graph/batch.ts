/**
 * JSON batching (graph.md 9): at most 20 members, four of them at a time for one mailbox, answers in any order, a failed
 * dependency answers 424, the envelope is 200 whatever the members say.
 */
import type { World } from '../http.ts';
import { badRequest } from './errors.ts';
import type { Fields } from './model.ts';
import type { GraphQuirks } from './quirks.ts';

export interface Member {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  dependsOn: string[];
}

export interface MemberAnswer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body: Fields | null;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readBatch(body: unknown, quirks: GraphQuirks): Member[] {
  const list = isObject(body) ? body.requests : undefined;
  if (!Array.isArray(list) || list.length === 0) throw badRequest('Invalid batch payload format.');
  if (list.length > 20 && quirks.batchLimit)
    throw badRequest('Number of batch request steps exceeds the maximum value of 20.');
  const members: Member[] = [];
  for (const one of list as unknown[]) {
    if (!isObject(one)) throw badRequest('Invalid batch payload format.');
    const { id, method, url, headers, dependsOn } = one;
    const strange = Object.keys(one).find(
      (name) => !['id', 'method', 'url', 'headers', 'body', 'dependsOn'].includes(name),
    );
    if (strange !== undefined) throw badRequest(`Invalid batch payload format: ${strange}.`);
    if (typeof id !== 'string' || id === '' || members.some((member) => member.id === id)) {
      throw badRequest('The request id must be present and unique in the batch.');
    }
    if (typeof method !== 'string' || typeof url !== 'string' || /^https?:/i.test(url)) {
      throw badRequest('The request url must be relative, and the method given.');
    }
    const named: Record<string, string> = {};
    if (isObject(headers))
      for (const [name, value] of Object.entries(headers)) named[name.toLowerCase()] = String(value);
    if (one.body !== undefined && named['content-type'] === undefined) {
      throw badRequest('Content-Type header is required for a request that has a body.');
    }
    const needs = Array.isArray(dependsOn) ? dependsOn.map(String) : [];
    for (const need of needs) {
      if (!members.some((member) => member.id === need))
        throw badRequest(`The dependency '${need}' does not come before.`);
    }
    members.push({ id, method: method.toUpperCase(), url, headers: named, body: one.body, dependsOn: needs });
  }
  return members;
}

/** Runs the members; `run` never throws but for a lost connection. */
export async function runBatch(
  world: World,
  quirks: GraphQuirks,
  members: Member[],
  run: (member: Member) => Promise<MemberAnswer>,
): Promise<MemberAnswer[]> {
  const answers = new Map<string, MemberAnswer>();
  const waiting = [...members];
  const failed = (id: string) => (answers.get(id)?.status ?? 0) >= 400;
  while (waiting.length > 0) {
    const ready = waiting.filter((member) => member.dependsOn.every((id) => answers.has(id))).slice(0, 4);
    for (const member of ready) waiting.splice(waiting.indexOf(member), 1);
    await Promise.all(
      ready.map(async (member) => {
        if (quirks.failedDependency && member.dependsOn.some(failed)) {
          const error = { code: 'FailedDependency', message: 'A dependency of this request failed.', innerError: {} };
          answers.set(member.id, {
            id: member.id,
            status: 424,
            headers: { 'Content-Type': 'application/json' },
            body: { error },
          });
        } else answers.set(member.id, await run(member));
      }),
    );
  }
  const list = members.flatMap((member) => answers.get(member.id) ?? []);
  if (!quirks.batchDisorder) return list;
  return list
    .map((answer) => [world.random(), answer] as const)
    .sort(([a], [b]) => a - b)
    .map(([, answer]) => answer);
}
