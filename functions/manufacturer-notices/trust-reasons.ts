import type { TrustReason } from './is-trusted.ts'

/** What the clerk reads beside a mail that is kept apart, or is not. */
export const trustReasonWords: Readonly<Record<TrustReason, { readonly zh: string; readonly en: string }>> = {
  'all-checks-passed': {
    zh: '发件人为本店厂家，全部校验通过',
    en: 'From a manufacturer of this dealer; all checks passed',
  },
  'spf-failed': {
    zh: 'SPF 校验失败：发信服务器未经该域名授权',
    en: 'SPF failed: the sending server is not one of that domain',
  },
  'spf-unknown': { zh: '没有 SPF 校验结果', en: 'There is no result of the SPF check' },
  'dkim-failed': { zh: 'DKIM 校验失败：签名无效', en: 'DKIM failed: the signature is not valid' },
  'dkim-unknown': { zh: '没有有效的 DKIM 签名', en: 'There is no valid DKIM signature' },
  'dmarc-failed': { zh: 'DMARC 校验失败：发件人可能被冒用', en: 'DMARC failed: the sender may be forged' },
  'dmarc-unknown': { zh: '没有 DMARC 校验结果', en: 'There is no result of the DMARC check' },
  'spam-failed': { zh: '被判定为垃圾邮件', en: 'Found to be spam' },
  'spam-unknown': { zh: '没有垃圾邮件检测结果', en: 'There is no result of the spam check' },
  'virus-failed': { zh: '检出病毒：请勿打开附件', en: 'A virus was found: do not open the attachments' },
  'virus-unknown': {
    zh: '没有病毒检测结果：请勿打开附件',
    en: 'There is no result of the virus check: do not open the attachments',
  },
  'from-missing': { zh: '没有可用的发件人地址', en: 'There is no address of a sender' },
  'from-several': { zh: '有多个发件人', en: 'There are several senders' },
  'from-not-manufacturer': {
    zh: '发件人不在本店厂家名单中',
    en: 'The sender is none of this dealer’s manufacturers',
  },
  'from-looks-alike': {
    zh: '发件域名与厂家域名相似，谨防仿冒',
    en: 'The sender’s domain looks like a manufacturer’s and is not',
  },
  'header-cut': {
    zh: '邮件头异常过长，可能藏有另一个发件人',
    en: 'The header is too long to be read: another sender may be hidden in it',
  },
  'from-name-misleads': {
    zh: '发件人名称显示的是另一个邮箱地址',
    en: 'The sender’s name shows another address',
  },
  'dmarc-of-other-domain': { zh: 'DMARC 校验的不是该发件域名', en: 'DMARC was checked for another domain' },
}
