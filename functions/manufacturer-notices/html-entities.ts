/** Named characters that mail programs write; others stay as they are written. */
const named: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', zwnj: '', zwj: '', shy: '' }),
  ...Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", lsquo: '‘', rsquo: '’' }),
  ...Object.entries({ ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', mdash: '—', ndash: '–', minus: '−' }),
  ...Object.entries({ hellip: '…', middot: '·', bull: '•', times: '×', divide: '÷', plusmn: '±', deg: '°' }),
  ...Object.entries({ yen: '¥', euro: '€', copy: '©', reg: '®', trade: '™', sect: '§', para: '¶', le: '≤' }),
  ...Object.entries({ ge: '≥', rarr: '→', larr: '←', permil: '‰', micro: 'µ', frac12: '½', sup2: '²' }),
])

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,10}));?/gi,
    (all, ten, sixteen, name) => {
      if (typeof name === 'string') return named.get(name) ?? named.get(name.toLowerCase()) ?? all
      const code = typeof ten === 'string' ? Number(ten) : Number.parseInt(String(sixteen), 16)
      const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      return isCharacter ? String.fromCodePoint(code) : '\ufffd'
    },
  )
}
