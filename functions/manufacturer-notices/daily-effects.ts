import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { failureWords } from './effect-words.ts'

/** What a notice brings and a person has to look at, in one line. */
export interface EffectLine {
  readonly notice: Notice
  readonly said: string
}

/** What of the effects is to be looked after: price lists that wait for a yes, and what could not be done. */
export interface DailyEffects {
  readonly proposed: readonly EffectLine[]
  readonly failed: readonly EffectLine[]
}

export async function dailyEffects(
  dealerId: string,
  { notices, noticeEffects }: Pick<NoticeStore, 'notices' | 'noticeEffects'>,
): Promise<DailyEffects> {
  const effects = await noticeEffects.forPeople(dealerId)
  const found = await notices.byIds(
    dealerId,
    effects.map(({ noticeId }) => noticeId),
  )
  const linesOf = (status: NoticeEffect['status']) =>
    effects.flatMap((effect) => {
      const notice = found.get(effect.noticeId)
      return effect.status !== status || notice === undefined ? [] : [{ notice, said: saidOf(effect) }]
    })
  return { proposed: linesOf('proposed'), failed: linesOf('failed') }
}

/** Pure. */
function saidOf({ failed, found, fromOn }: NoticeEffect): string {
  if (failed !== undefined) return failureWords(failed.code).zh
  const from = fromOn === undefined ? '通知未写生效日期' : `自${monthAndDay(fromOn)}起`
  return `${String(found)} 项限价，${from}，确认后才生效`
}
