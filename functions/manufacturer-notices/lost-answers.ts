import { hasGoneWrong, messageStatusWords } from '../../shared/domain/message-words.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'

const MINUTES_OF_A_DAY = 24 * 60
/** An answer that did not arrive is told of for so long, unless the notice is opened again before. */
const DAYS_TOLD = 14
/** Notices are found by when they came in: few are answered later than so long after it. */
const DAYS_LOOKED_BACK = 90

/** An answer that somebody approved and that the manufacturer did not get, as far as anybody knows. */
export interface LostAnswer {
  readonly notice: Notice
  readonly said: string
}

/** The answers of the last two weeks that went wrong on their way: a person sends them another way, or once more. */
export async function lostAnswers(
  dealerId: string,
  now: Instant,
  { notices, messages }: Pick<NoticeStore, 'notices' | 'messages'>,
): Promise<LostAnswer[]> {
  const period = {
    from: addMinutes(now, -DAYS_LOOKED_BACK * MINUTES_OF_A_DAY),
    until: now,
    status: 'answered',
  } as const
  const since = addMinutes(now, -DAYS_TOLD * MINUTES_OF_A_DAY)
  const answered = await everyPage((paging) => notices.received(dealerId, period, paging))
  const sent = answered.flatMap((notice) => {
    const approved = notice.answer?.approved
    return approved === undefined || approved.at < since ? [] : [{ notice, messageId: approved.messageId }]
  })
  const found = await messages.byIds(
    dealerId,
    sent.map(({ messageId }) => messageId),
  )
  return sent.flatMap(({ notice, messageId }) => {
    const message = found.get(messageId)
    return message === undefined || !hasGoneWrong(message) ? [] : [{ notice, said: saidOf(notice, message) }]
  })
}

/** Pure. */
function saidOf({ fromAddress = '' }: Notice, { status }: Pick<Message, 'status'>): string {
  return `发往 ${fromAddress} 的答复${messageStatusWords[status].zh}，请另行送达，或重新打开通知再答复`
}
