import { isForward } from './subject-prefixes.ts'

const mark =
  /^\s*[-_—=*]{2,}\s*(?:original (?:message|e?-?mail)|forwarded (?:message|e?-?mail)|begin forwarded message|原始邮件|原始信件|原邮件|转发邮件|转发的邮件|原文|回复的原邮件|以下为转发|原始郵件)/i
const senderLine = /^\s*[>|*\s]*(?:发件人|寄件者|寄件人|发送人|from)\s*\**\s*[:：]/i
const otherLine =
  /^\s*[>|*\s]*(?:发送时间|发送日期|时间|日期|收件人|主题|抄送|寄件日期|收件者|主旨|sent|date|to|subject|cc)\s*\**\s*[:：]/i
const wroteLine = /(?:写道|寫道|wrote)\s*[:：]\s*$/i
const signature = /^(?:-- ?|—{2,}|_{5,})$/

/** Lines after the sender's in which the rest of a quoted header is looked for. */
const HEADER_LINES = 4

export interface OwnWords {
  readonly text: string
  /** The mail only passes on what another says: `text` is that one's. */
  readonly isForwarded: boolean
}

/**
 * What the sender says, without the mails quoted below or between (`>`, 原始邮件, a header of `发件人:`) and without the
 * signature. A forwarded mail in which the sender says nothing is what is forwarded.
 */
export function ownWords(subject: string, text: string): OwnWords {
  const lines = text.split('\n')
  const begins = quoteBegins(lines)
  const own = cleaned(lines.slice(0, begins))
  if (begins === lines.length || saysSomething(own) || !isForward(subject))
    return { text: own, isForwarded: false }
  const below = lines.slice(begins)
  const body = below.slice(below.findLastIndex((line, at) => at < 12 && isOfQuotedHeader(line)) + 1)
  return { text: cleaned(body.slice(0, quoteBegins(body))), isForwarded: true }
}

function isOfQuotedHeader(line: string): boolean {
  return mark.test(line) || senderLine.test(line) || otherLine.test(line)
}

/** The number of the first line that is quoted with all that follows; the number of lines where none is. */
function quoteBegins(lines: readonly string[]): number {
  const at = lines.findIndex(
    (line, index) =>
      mark.test(line) ||
      wroteLine.test(line) ||
      (senderLine.test(line) &&
        lines.slice(index + 1, index + 1 + HEADER_LINES).some((next) => otherLine.test(next))),
  )
  return at === -1 ? lines.length : at
}

function cleaned(lines: readonly string[]): string {
  const end = lines.findIndex((line) => signature.test(line))
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .filter((line) => !/^\s*[>|]/.test(line))
    .join('\n')
    .trim()
}

/** "FYI", "请查收", a greeting: nothing that a notice would say. */
function saysSomething(text: string): boolean {
  const words = text.replace(/[\p{P}\p{S}\s]/gu, '')
  return (
    words.replace(
      /^(?:fyi|各位|同仁|同事|大家|你好|您好|hi|dear|all|请查收|请知悉|请查阅|见下|如下|转发|供参考|谢谢|thanks)+/gi,
      '',
    ).length > 4
  )
}
