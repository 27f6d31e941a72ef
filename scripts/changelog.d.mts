export interface Release {
  version: string;
  date: string;
  lines: string[];
}
export function readChangelog(text: string): { releases: Release[]; problems: string[] };
export function changelogProblems(text: string, version: string, tag?: string): string[];
export function needsALine(files: string[]): boolean;
