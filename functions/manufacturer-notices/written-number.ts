const digits = '零一二三四五六七八九'

/** A number from 0 to 99 in digits or Chinese numerals: `5`, `十二`, `二十三`, `廿三`, `两`; undefined for anything else. */
export function readNumber(written: string): number | undefined {
  const text = written.replace('两', '二').replace('〇', '零').replace('廿', '二十').replace('卅', '三十')
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const match = /^(?:([一二三四五六七八九])?(十))?([零一二三四五六七八九])?$/.exec(text)
  if (match === null || text === '') return undefined
  const [, tens, ten, ones] = match
  const base = ten === undefined ? 0 : 10 * (tens === undefined ? 1 : digits.indexOf(tens))
  return base + (ones === undefined ? 0 : digits.indexOf(ones))
}

/** A year in digits or numerals: `2026`, `二〇二六`, `26`. */
export function readYear(written: string): number | undefined {
  const text = Array.from(written.replaceAll('〇', '零'), (each) => {
    const digit = digits.indexOf(each)
    return digit === -1 ? each : String(digit)
  }).join('')
  if (/^\d{4}$/.test(text)) return Number(text)
  return /^\d{2}$/.test(text) ? 2000 + Number(text) : undefined
}
