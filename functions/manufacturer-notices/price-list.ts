import type { NoticeEffect } from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { PRICES_A_PAGE, type ProposedPrice } from '../../shared/domain/proposed-price.ts'
import type { FactPlace, NoticeFacts } from './fact-sheet.ts'
import { shorten } from './safe-text.ts'

type ListedPrice = NoticeFacts['priceLimits'][number]

export interface PriceList {
  /** Each part once, in the order of the list. */
  readonly prices: readonly ProposedPrice[]
  /** Where a part stands again with another price: which of them counts only the manufacturer knows, so none does. */
  readonly contradicted: readonly FactPlace[]
}

/** What a list says of each part. Pure. */
export function priceListOf({ priceLimits }: Pick<NoticeFacts, 'priceLimits'>): PriceList {
  const ofParts = Map.groupBy(priceLimits, ({ partNumber }) => partNumber)
  const groups = [...ofParts.values()]
  const agree = (group: readonly ListedPrice[]) => new Set(group.map(({ limitFen }) => limitFen)).size === 1
  return {
    prices: groups.flatMap((group) => (agree(group) ? group.slice(0, 1).map(proposedOf) : [])),
    contradicted: groups.flatMap((group) => (agree(group) ? [] : group.map(({ at }) => at))),
  }
}

function proposedOf({ partNumber, name, limitFen, at: { file, row } }: ListedPrice): ProposedPrice {
  return {
    partNumber,
    name: name && shorten(name, 60),
    limitFen,
    file: file?.slice(0, 200) ?? undefined,
    row,
  }
}

/** The prices of one page of a list. */
export function pageOfList(prices: readonly ProposedPrice[], page: number): readonly ProposedPrice[] {
  return prices.slice(page * PRICES_A_PAGE, (page + 1) * PRICES_A_PAGE)
}

export function pagesOf({ found }: Pick<NoticeEffect, 'found'>): number {
  return Math.ceil(found / PRICES_A_PAGE)
}

/** How a limit names the list that it is from: what is taken back is found by it. */
export function sourceOf({ subject, noticeId }: Pick<Notice, 'subject' | 'noticeId'>): string {
  return `${shorten(subject, 60)}（${noticeId}）`
}
