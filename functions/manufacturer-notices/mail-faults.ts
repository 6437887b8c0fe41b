/** What was amiss with a mail that could be read all the same. */
export type MailFault =
  | 'header-cut'
  | 'header-damaged'
  | 'boundary-missing'
  | 'not-closed'
  | 'parts-left-out'
  | 'nested-too-deep'
  | 'encoding-unknown'
  | 'lines-left-out'
  | 'part-unreadable'
  | 'charset-mended'
  | 'text-damaged'
  | 'text-cut'
  | 'date-unreadable'
  | 'message-id-missing'

/** Why a mail could not be read at all. */
export type UnreadableReason = 'empty' | 'too-large' | 'no-header' | 'reader-failed'

interface Sentence {
  readonly zh: string
  readonly en: string
}

export const faultWords: Readonly<Record<MailFault, Sentence>> = {
  'header-cut': {
    zh: '邮件头过长，只读取了前一部分',
    en: 'The header is too long; only its beginning was read',
  },
  'header-damaged': { zh: '邮件头有字符损坏', en: 'Characters of the header are damaged' },
  'boundary-missing': {
    zh: '邮件分段标记缺失，按一个整体读取',
    en: 'The marks between the parts are missing; it was read as one part',
  },
  'not-closed': { zh: '邮件在中途截断', en: 'The mail ends in the middle' },
  'parts-left-out': {
    zh: '附件或分段过多，只读取了前面的',
    en: 'There are too many parts; only the first were read',
  },
  'nested-too-deep': {
    zh: '邮件嵌套过深，内层按附件保存',
    en: 'Nested too deep; what is inside is kept as a file',
  },
  'encoding-unknown': { zh: '传输编码未知，原样保存', en: 'Unknown transfer encoding; kept as it is' },
  'lines-left-out': { zh: '附件行数过多，未能解码', en: 'A part has too many lines to be decoded' },
  'part-unreadable': { zh: '有一个分段无法读取', en: 'A part cannot be read' },
  'charset-mended': {
    zh: '字符集标注有误，已按实际内容读取',
    en: 'The character set was told wrongly; read as what it is',
  },
  'text-damaged': { zh: '正文有字符损坏', en: 'Characters of the text are damaged' },
  'text-cut': { zh: '正文过长，只读取了前一部分', en: 'The text is too long; only its beginning was read' },
  'date-unreadable': { zh: '邮件没有可读的日期', en: 'The mail has no date that can be read' },
  'message-id-missing': { zh: '邮件没有编号（Message-ID）', en: 'The mail has no Message-ID' },
}

export const unreadableWords: Readonly<Record<UnreadableReason, Sentence>> = {
  empty: { zh: '邮件是空的', en: 'The mail is empty' },
  'too-large': { zh: '邮件超过 40 MB', en: 'The mail is larger than 40 MB' },
  'no-header': { zh: '这不是一封邮件：没有邮件头', en: 'This is no mail: it has no header' },
  'reader-failed': { zh: '邮件无法解析', en: 'The mail cannot be parsed' },
}

/** The words for what stands in a record. */
export function unreadableReason(code: string): Sentence {
  return isUnreadableReason(code) ? unreadableWords[code] : unreadableWords['reader-failed']
}

function isUnreadableReason(code: string): code is UnreadableReason {
  return Object.hasOwn(unreadableWords, code)
}
