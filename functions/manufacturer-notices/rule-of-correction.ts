import type { KindRule } from './kind-rules.ts'
import { plainText } from './find-words.ts'
import type { MailHead } from './read-mail.ts'
import { withoutPrefixes } from './subject-prefixes.ts'

/** A taught rule outweighs the department's: somebody looked at the very mail. */
export const TAUGHT_WEIGHT = 20

/** Characters that a subject has to have without its numbers for a rule to be learned from it. */
const LEAST_CHARACTERS = 3
const MOST_CHARACTERS = 60

/**
 * What a clerk's correction teaches: from now on mail of this sender whose subject reads the same, whatever its dates,
 * months and numbers, is of this kind. Undefined where the subject has no words to know it by.
 */
export function ruleOfCorrection(
  mail: Pick<MailHead, 'subject' | 'from'>,
  kind: KindRule['kind'],
  id: string,
): KindRule | undefined {
  const sender = mail.from[0]?.address
  const subject = plainText(withoutPrefixes(mail.subject))
    .replace(/^关于(?:做好|开展|下发|发布|更新)?/, '')
    .replace(/(?:的)?(?:通知|公告|函|说明|通告)$/, '')
  const words = subject
    .split(/[\d\p{P}\p{S}\s]*\d[\d\p{P}\p{S}\s]*(?:[年月日号期季]+度?)*|…/u)
    .map((piece) => piece.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, ''))
    .filter((piece) => piece !== '')
  const pattern = words.join('……').slice(0, MOST_CHARACTERS)
  if (sender === undefined || words.join('').length < LEAST_CHARACTERS) return undefined
  return { id, kind, words: [pattern], places: ['subject'], from: sender, weight: TAUGHT_WEIGHT }
}
