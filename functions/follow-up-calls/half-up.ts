/** How many tenths part ÷ whole is, half of one rounded up, in whole numbers throughout; undefined: of nothing. */
export function tenthsOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.floor((20 * part + whole) / (2 * whole))
}

/** `8.6` of 86 tenths; a dash where there is nothing to tell. */
export function tenthsWords(tenths: number | undefined): string {
  if (tenths === undefined) return '—'
  const digits = Math.abs(tenths)
  return `${tenths < 0 ? '-' : ''}${String(Math.floor(digits / 10))}.${String(digits % 10)}`
}

export function percentTenths(part: number, whole: number): number | undefined {
  return tenthsOf(100 * part, whole)
}

/** `83.3%` */
export function percentWords(tenths: number | undefined): string {
  return tenths === undefined ? '—' : `${tenthsWords(tenths)}%`
}
