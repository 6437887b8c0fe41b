import { verbsFrom } from '../../shared/domain/machine.ts'
import { noticeEffectMachine } from '../../shared/domain/notice-effect-machine.ts'
import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import { limitOn, type PartPrice } from '../../shared/domain/part-price.ts'
import type { ProposedPrice } from '../../shared/domain/proposed-price.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import {
  EffectVerb,
  type NoticeEffectView,
  type ProposedPricesView,
} from '../../shared/http/routes/notice-effects.ts'
import { failureWords, faultWords } from './effect-words.ts'

export function effectView(effect: NoticeEffect, prices: ProposedPricesView | undefined): NoticeEffectView {
  const { failed } = effect
  return {
    ...effect,
    etag: etagOf(effect.version),
    faults: effect.faults.map((fault) => ({ ...fault, ...faultWords(fault.code) })),
    failed: failed && { ...failed, ...failureWords(failed.code) },
    prices,
    allowed: verbsFrom(noticeEffectMachine, effect.status).flatMap(
      (verb) => EffectVerb.safeParse(verb).data ?? [],
    ),
  }
}

/** A price of a list beside what counts on the day from which it counts. */
export function besideKnown(
  price: ProposedPrice,
  known: PartPrice | undefined,
  on: CalendarDate,
): ProposedPricesView['items'][number] {
  const limit = limitOn(known, on)
  if (limit === undefined) return price
  const { limitFen, fromOn, confirmed } = limit
  return { ...price, known: { limitFen, fromOn, confirmed } }
}
