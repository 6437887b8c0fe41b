import type { Message, MessageStatus } from './message.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

/** What became of a message, for staff. */
export const messageStatusWords: Readonly<Record<MessageStatus, Words>> = {
  planned: { zh: '待发送', en: 'planned' },
  sent: { zh: '已发送', en: 'sent' },
  delivered: { zh: '已送达', en: 'delivered' },
  bounced: { zh: '被退回', en: 'bounced' },
  failed: { zh: '发送失败', en: 'failed' },
  held: { zh: '是否送达未知', en: 'held: nobody knows whether it arrived' },
  suppressed: { zh: '未发送', en: 'not sent' },
}

/**
 * Whether a person has to see to it that its reader hears of it all the same. One that was held and dropped needs nobody:
 * it had arrived, or its matter was settled otherwise.
 */
export function hasGoneWrong({ status, decision }: Pick<Message, 'status' | 'decision'>): boolean {
  switch (status) {
    case 'bounced':
    case 'failed':
    case 'held':
      return true
    case 'suppressed':
      return decision?.kind !== 'dropped'
    case 'planned':
    case 'sent':
    case 'delivered':
      return false
  }
}
