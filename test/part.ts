/** Lists of proofs that are too long for each `npm test`: every nth of them there, the whole by `npm test -- --whole`. */
export const isWhole = process.env['WHOLE'] === '1';

export const part = <T>(proofs: readonly T[], nth: number, from = 0): T[] =>
  proofs.filter((_, i) => isWhole || i % nth === from % nth);
