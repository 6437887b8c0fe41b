import type { WaitingDueItem } from '../domain/due-item.ts'
import type { Message } from '../domain/message.ts'
import type { PurposeName } from '../domain/purpose.ts'
import type { Instant } from '../domain/time.ts'
import type { Write } from '../store/table-client.ts'
import type { PlannedStep } from './reschedule.ts'

/** What a person is to be told; the engine gives it its id and its place in a delivery. */
export type MessageDraft = Pick<
  Message,
  'messageClass' | 'channel' | 'recipient' | 'template' | 'text' | 'segments'
> & {
  readonly sendAfter: Instant
  /** What the ledger files it under, where that is not what fell due: an order's reminder is about its car. */
  readonly subject?: Message['subject']
}

/** The next step of the item: in its own cycle, or in the one that follows. */
export interface NextStep extends PlannedStep {
  /** Given when another cycle begins. */
  readonly cycle?: string
}

interface Decided {
  /** The step that was decided: the waiting one, or a later one that has passed meanwhile. */
  readonly step: string
  /** Steps that passed together with it. */
  readonly superseded: readonly string[]
  readonly next: NextStep | undefined
}

export type Decision =
  /** A message goes out for this step; `writes`: what is noted with it. */
  | (Decided & { readonly kind: 'send'; readonly draft: MessageDraft; readonly writes?: readonly Write[] })
  /**
   * A person takes the subject over; `messageId` is the mail that will tell them, and by `toldBy` it has been
   * written, unless nothing is left to tell.
   */
  | (Decided & {
      readonly kind: 'hand-over'
      readonly assignedTo: string
      readonly messageId: string
      readonly toldBy: Instant
      readonly writes: readonly Write[]
    })
  /** Nobody is told, for this reason. */
  | (Decided & { readonly kind: 'skip'; readonly reason: string; readonly writes: readonly Write[] })
  /** Not now: the same step is decided again at that instant. */
  | { readonly kind: 'postpone'; readonly until: Instant }

/** A due item of a dealer that does not exist. */
export class DealerMissing extends Error {
  override readonly name = 'DealerMissing'
}

/** A job: how its facts are read, and what they mean. */
export interface Purpose<Facts> {
  readonly name: PurposeName
  /** Whether it writes to customers, so that the brake on their messages applies. */
  readonly writesToCustomers: boolean
  /** The facts of each item, in the items' order, read now and strongly consistent. */
  facts(items: readonly WaitingDueItem[], now: Instant): Promise<readonly Facts[]>
  /** Pure. */
  decide(item: WaitingDueItem, facts: Facts, now: Instant): Decision
}
