import * as z from 'zod'
import type { DecisionJournal } from '../../shared/domain/message.ts'
import { AccountedPurpose } from '../../shared/domain/purpose.ts'
import type { CalendarDate, Instant } from '../../shared/domain/time.ts'
import type { Store } from '../../shared/store/store.ts'
import type { DecidedView } from '../../shared/http/routes/messages.ts'
import { decidedView } from './ledger-view.ts'

/** The last decision of a page: its job, its page of the journal and its line there. */
export const DecidedPlace = z.tuple([AccountedPurpose, z.string(), z.int().nonnegative()])
export type DecidedPlace = z.infer<typeof DecidedPlace>

export interface DecidedQuestion {
  readonly dealerId: string
  readonly on: CalendarDate
  /** One job; undefined: all of them. */
  readonly purpose: AccountedPurpose | undefined
  readonly limit: number
  /** Where the page before ended. */
  readonly after: DecidedPlace | undefined
  readonly now: Instant
}

export interface DecidedPage {
  readonly items: readonly DecidedView[]
  /** Where this page ends, when there is more. */
  readonly next: DecidedPlace | undefined
}

/** A page of what a day's jobs decided, job by job in the order of the commits. */
export async function decidedPage(
  store: Pick<Store, 'messages'>,
  { dealerId, on, purpose, limit, after, now }: DecidedQuestion,
): Promise<DecidedPage> {
  const [startPurpose, startJournal, startLine] = after ?? []
  const wanted = purpose === undefined ? AccountedPurpose.options : [purpose]
  const lines: {
    place: DecidedPlace
    journal: DecisionJournal
    decision: DecisionJournal['decided'][number]
  }[] = []
  for (const name of wanted.slice(
    Math.max(
      0,
      wanted.findIndex((each) => each === startPurpose),
    ),
  )) {
    // One more than the page holds tells whether there is another.
    if (lines.length > limit) break
    for (const journal of await store.messages.decidedOn(dealerId, name, on)) {
      for (const [line, decision] of journal.decided.entries()) {
        const { journalId } = journal
        const passed =
          name === startPurpose &&
          startJournal !== undefined &&
          (journalId < startJournal || (journalId === startJournal && line <= (startLine ?? -1)))
        if (!passed) lines.push({ place: [name, journalId, line], journal, decision })
      }
    }
  }
  const page = lines.slice(0, limit)
  const messages = await store.messages.byIds(
    dealerId,
    page.flatMap(({ decision }) => decision.messageId ?? []),
  )
  return {
    items: page.map(({ journal, decision }) =>
      decidedView(journal, decision, messages.get(decision.messageId ?? ''), now),
    ),
    next: lines.length > limit ? page.at(-1)?.place : undefined,
  }
}
