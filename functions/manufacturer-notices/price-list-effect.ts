import { noticeEffectMachine } from '../../shared/domain/notice-effect-machine.ts'
import { withFaults, type NoticeEffect } from '../../shared/domain/notice-effect.ts'
import { limitsWith, type PartPrice } from '../../shared/domain/part-price.ts'
import type { ProposedPrice } from '../../shared/domain/proposed-price.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { partPriceRecord } from '../../shared/store/part-prices.ts'
import { proposedPricesRecord } from '../../shared/store/proposed-prices.ts'
import type { Write } from '../../shared/store/table-client.ts'
import {
  applied,
  effectFault,
  ended,
  failed,
  noListFound,
  undone,
  type EffectContext,
  type EffectStep,
  type EffectWork,
  type StepOf,
} from './effect-step.ts'
import { effectiveFrom } from './effective-from.ts'
import { pageOfList, pagesOf, priceListOf, sourceOf } from './price-list.ts'

/** A price list is laid out to be looked at, and only a person's yes makes limits of it. */
export const priceListEffect: EffectWork = {
  work: (effect, context) =>
    effect.status === 'applying' ? putDown(effect, context) : layOutPrices(effect, context),
  undo: takeBack,
}

/** Pages that one step lays out: some thousand prices, 100 KB. */
const PAGES_A_STEP = 10

async function layOutPrices(effect: NoticeEffect, context: EffectContext): Promise<EffectStep> {
  const { notice, facts, dealer, stamp, store } = context
  const { prices, contradicted } = priceListOf(facts)
  const left = contradicted.map((at) => effectFault({ code: 'price-contradicted', at }))
  const known: NoticeEffect =
    effect.done > 0
      ? effect
      : { ...withFaults(effect, left), found: prices.length, skipped: contradicted.length }
  if (prices.length === 0) return { effect: noListFound(known, context), writes: [] }
  const { dealerId } = dealer
  const { noticeId } = notice
  const pages = Array.from({ length: PAGES_A_STEP }, (_, index) => effect.done + index).filter(
    (page) => page < pagesOf(known),
  )
  const laidOut = await store.proposedPrices.byPages(dealerId, noticeId, pages)
  const writes = pages.map((page) =>
    proposedPricesRecord.put(
      {
        ...(laidOut.get(page) ?? unwritten(stamp)),
        dealerId,
        noticeId,
        page,
        prices: [...pageOfList(prices, page)],
      },
      stamp,
    ),
  )
  const further = { ...known, done: effect.done + pages.length }
  return { effect: further.done < pagesOf(known) ? further : proposed(further, context), writes }
}

function proposed(effect: NoticeEffect, { notice, dealer }: EffectContext): NoticeEffect {
  const { sentAt, receivedAt } = notice
  const fromOn = effectiveFrom(notice, { sentAt: sentAt ?? receivedAt, zone: dealer.zone })?.date
  return ended({
    ...effect,
    status: stateAfter(noticeEffectMachine, effect.status, 'propose'),
    fromOn,
    done: 0,
  })
}

/** One page: its limits in the name of who said yes. */
async function putDown(effect: NoticeEffect, context: EffectContext): Promise<EffectStep> {
  const { notice, dealer, stamp, today, store } = context
  const { dealerId } = dealer
  const { fromOn, decided, done } = effect
  if (done >= pagesOf(effect)) return { effect: applied(effect), writes: [] }
  if (fromOn === undefined || decided === undefined)
    return { effect: failed(effect, 'day-missing', stamp), writes: [] }
  const prices =
    (await store.proposedPrices.byPages(dealerId, notice.noticeId, [done])).get(done)?.prices ?? []
  const known = await store.partPrices.byNumbers(
    dealerId,
    prices.map(({ partNumber }) => partNumber),
  )
  const by = { at: decided.at, by: decided.by }
  const writes = prices.flatMap((price): Write[] => {
    const before = known.get(price.partNumber)
    if (isSaid(price, before, fromOn)) return []
    const limit = { fromOn, limitFen: price.limitFen, source: sourceOf(notice) }
    const after: PartPrice = {
      ...(before ?? unwritten(stamp)),
      dealerId,
      partNumber: price.partNumber,
      name: nameOf(price, before),
      limits: limitsWith(before?.limits ?? [], limit, today, by),
    }
    return [partPriceRecord.put(after, stamp)]
  })
  return {
    effect: {
      ...effect,
      done: done + 1,
      applied: effect.applied + writes.length,
      skipped: effect.skipped + prices.length - writes.length,
    },
    writes,
  }
}

/** What another list or a person has said already stays theirs: it does not go when this list is taken back. */
function isSaid({ limitFen }: ProposedPrice, known: PartPrice | undefined, on: CalendarDate): boolean {
  return (
    known?.limits.some((limit) => limit.fromOn === on && limit.confirmed && limit.limitFen === limitFen) ??
    false
  )
}

function nameOf({ name }: ProposedPrice, known: PartPrice | undefined): string | undefined {
  return name ?? known?.name
}

/**
 * One page: its limits go, and with them what was proposed. What they had replaced on the same day, or what the desk had
 * named, does not come back.
 */
async function takeBack(...[effect, context]: Parameters<StepOf>): ReturnType<StepOf> {
  const { notice, dealer, stamp, store } = context
  const { dealerId } = dealer
  const { noticeId } = notice
  const page = (await store.proposedPrices.byPages(dealerId, noticeId, [effect.done])).get(effect.done)
  if (page === undefined) return { effect: undone(effect, stamp), writes: [] }
  const known = await store.partPrices.byNumbers(
    dealerId,
    page.prices.map(({ partNumber }) => partNumber),
  )
  const source = sourceOf(notice)
  const writes = [...known.values()].flatMap((before) => withoutSource(before, source, stamp))
  return {
    effect: { ...effect, done: effect.done + 1 },
    writes: [proposedPricesRecord.remove(page), ...writes],
  }
}

function withoutSource(before: PartPrice, source: string, stamp: Stamp): Write[] {
  const limits = before.limits.filter((limit) => limit.source !== source)
  if (limits.length === before.limits.length) return []
  return [
    limits.length === 0 ? partPriceRecord.remove(before) : partPriceRecord.put({ ...before, limits }, stamp),
  ]
}
