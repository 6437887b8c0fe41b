import type { DutySpan } from '../duty.ts'

const units: Readonly<Record<string, number>> = { D: 86_400, H: 3600, M: 60, S: 1 }

/** The seconds of a span: `P3D`, `PT2H`, `PT30M`, `PT0S`. */
export function secondsIn(span: DutySpan): number {
  const [, count, unit = 'S'] = /(\d+)([DHMS])$/.exec(span) ?? []
  return Number(count) * (units[unit] ?? 0)
}
