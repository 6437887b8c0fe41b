/** Columns from which on a line that ends without a mark is taken for wrapped by the mail program. */
const WRAPPED_COLUMNS = 56

/** The sentences of a text, narrow (NFKC), in their order: cut at 。！？； and at ends of lines that were not wrapped. */
export function sentencesOf(text: string): readonly string[] {
  return unwrapped(text)
    .split('\n')
    .flatMap((line) => line.normalize('NFKC').split(/(?<=[。！？!?；;])|(?<=[a-z)]\.)\s+(?=[A-Z])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** Cut at commas and the like; not within brackets, and not the comma of `Dec 5, 2026`. */
export function clausesOf(sentence: string): readonly string[] {
  return sentence
    .normalize('NFKC')
    .split(/[,，、。；;！!？?]+(?!\s*20\d{2}\b)(?![^(（]{0,40}[)）])/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
}

/** Lines that a mail program broke are one again. */
function unwrapped(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  let joined = ''
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? ''
    const goesOn =
      columns(line) >= WRAPPED_COLUMNS && !/[。！？!?；;：:]$/u.test(line) && next !== '' && !beginsAnew(next)
    const blank = /[a-z0-9,.]$/i.test(line) && /^[a-z]/i.test(next) ? ' ' : ''
    joined += goesOn ? `${line}${blank}` : `${line}\n`
  }
  return joined
}

function beginsAnew(line: string): boolean {
  return /^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*|[-*•·●■◆]|第[一二三四五六七八九十]+|[^：:\s]{2,8}[：:])/u.test(
    line,
  )
}

function columns(line: string): number {
  return Array.from(line).reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0)
}
