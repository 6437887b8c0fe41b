import * as z from 'zod'
import { CallEntry } from '../../shared/domain/call-list.ts'
import type { DueItem } from '../../shared/domain/due-item.ts'
import { PolicyId } from '../../shared/domain/ids.ts'

/**
 * What was said last, kept on the timer while the vehicle is on no list: the sweep has read the timer anyway, so
 * the next entry knows it without another read. It names its policy, as a timer goes on to the next one.
 */
const TalkNote = z.object({ policyId: PolicyId, lastOutcome: CallEntry.shape.lastOutcome.unwrap() })

type LastOutcome = z.infer<typeof TalkNote>['lastOutcome']

/** The timer with a note of what was said about its policy. */
export function withNote(item: DueItem, { outcome, at, remark }: LastOutcome): DueItem {
  const said = { outcome, at, ...(remark === undefined ? {} : { remark }) }
  return { ...item, note: { policyId: item.cycle, lastOutcome: said } }
}

/** What was said last about the policy that the timer is about. A note that cannot be read holds up no call. */
export function notedOutcome({ note, cycle }: DueItem): LastOutcome | undefined {
  const noted = TalkNote.safeParse(note).data
  return noted?.policyId === cycle ? noted.lastOutcome : undefined
}
