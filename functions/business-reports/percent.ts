export interface Share {
  readonly part: number
  readonly whole: number
}

/**
 * How much of a hundred, rounded down to a tenth: nothing looks reached before it is. Multiplied in whole numbers without
 * end, as fen times a thousand may be more than a double's digits.
 * @param share its whole is above zero
 */
export function percent({ part, whole }: Share): number {
  return Number((BigInt(part) * 1000n) / BigInt(whole)) / 10
}
