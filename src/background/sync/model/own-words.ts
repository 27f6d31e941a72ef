/**
 * What a person wrote in a meeting's text: without the block by which Teams lets people join, which stands at its end (graph.md 13). The same
 * meeting bears it in a mailbox, and not in the record that it was made from. Pure.
 */
const JOIN = /https:\/\/(?:\w+\.)*teams\.(?:microsoft|live)\.(?:com|us|cn)\//i;
/** The line that Teams draws above its block. */
const RULE = /^_{10,}$/;
/** So many lines stand at most between that line and the address. */
const HEAD = 6;

export function ownWords(text: string): string {
  if (!JOIN.test(text)) return text;
  const lines = text.split('\n');
  const address = lines.findIndex((line) => JOIN.test(line));
  const above = lines.slice(Math.max(0, address - HEAD), address);
  const rule = above.findIndex((line) => RULE.test(line.trim()));
  const from = rule < 0 ? address : address - above.length + rule;
  return lines.slice(0, from).join('\n').trim();
}
