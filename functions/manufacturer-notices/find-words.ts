import type { KindRule } from './kind-rules.ts'

export interface FoundWord {
  readonly rule: KindRule
  /** As it stands in the text. */
  readonly word: string
  readonly at: number
}

/** Text as words are looked for in it: narrow, small letters, no blanks between Chinese characters. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=[\p{sc=Han}])[ \t]+(?=[\p{sc=Han}])/gu, '')
    .replace(/[ \t]+/g, ' ')
}

/**
 * The words of the rules in a text: for each rule each of its words once, where it stands first. A word within a longer
 * one that was found for another kind does not count: in 索赔结算单 nothing speaks of the policy of claims.
 */
export function findWords(text: string, rules: readonly KindRule[]): readonly FoundWord[] {
  const found = rules.flatMap((rule) =>
    rule.words.flatMap((word) => {
      const match = patternOf(word, rule.notAfter).exec(text)
      return match === null ? [] : [{ rule, word: match[0], at: match.index }]
    }),
  )
  return longestOfEach(
    found.filter((one) => !found.some((other) => isWithin(one, other) && other.rule.kind !== one.rule.kind)),
  )
}

/** Of the words that a rule found at the same place only the longest: 培训 within 培训报名 adds nothing. */
function longestOfEach(found: readonly FoundWord[]): readonly FoundWord[] {
  return found.filter(
    (one) => !found.some((other) => isWithin(one, other) && other.rule.kind === one.rule.kind),
  )
}

function isWithin(one: FoundWord, other: FoundWord): boolean {
  if (one === other || one.word.length >= other.word.length) return false
  return one.at >= other.at && one.at + one.word.length <= other.at + other.word.length
}

const patterns = new Map<string, RegExp>()

function patternOf(word: string, notAfter: readonly string[] = []): RegExp {
  const key = `${word}\n${notAfter.join('|')}`
  const known = patterns.get(key)
  if (known !== undefined) return known
  const made = makePattern(word, notAfter)
  // Rules that dealers taught come and go: the department's own few hundred fit.
  if (patterns.size < 2000) patterns.set(key, made)
  return made
}

function makePattern(word: string, notAfter: readonly string[]): RegExp {
  const pieces = word
    .split(/(…+)/)
    .map((piece) =>
      piece.startsWith('…') ? (piece.length > 1 ? '[^\\n]{0,20}?' : '[^\\n。；;]{0,8}?') : escaped(piece),
    )
    .join('')
  const before = notAfter.length === 0 ? '' : `(?<!${notAfter.map((each) => escaped(each)).join('|')})`
  const start = /^[a-z0-9]/.test(word) ? '(?<![a-z0-9])' : ''
  const end = /[a-z]$/.test(word) ? '(?![a-z])' : ''
  return new RegExp(`${before}${start}${pieces}${end}`, 'u')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
