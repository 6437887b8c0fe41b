import type { SeveralHeld, RefusedView } from '../../shared/http/routes/messages.ts'
import { etagOf, versionIn } from '../../shared/http/etag.ts'
import { problems } from '../../shared/runtime/problems.ts'
import type { DecidedMessage, HeldDecision, HeldOutcome, Refusal } from './decide-held.ts'

/** What a request on several held messages asks for. */
export function decisionOn(dealerId: string, { messages }: SeveralHeld): HeldDecision {
  return {
    dealerId,
    messages: messages.map(({ messageId, etag }) => ({ messageId, version: versionIn(etag) })),
  }
}

/** What has become of each message of a request, in its order. */
export function answersFor<Each extends DecidedMessage, View>(
  { messages }: HeldDecision,
  { decided, refused }: HeldOutcome<Each>,
  tell: (each: Each) => View,
): (View | RefusedView)[] {
  const told = new Map<string, View | RefusedView>([
    ...decided.map((each) => [each.message.messageId, tell(each)] as const),
    ...[...refused].map(([messageId, refusal]) => [messageId, refusedView(messageId, refusal)] as const),
  ])
  return messages.flatMap(({ messageId }) => told.get(messageId) ?? [])
}

/** What every decided message is told with: by its ETag it may be changed again. */
export function decidedFields({ message: { messageId, status, version } }: DecidedMessage) {
  return { messageId, status, etag: etagOf(version + 1) }
}

function refusedView(messageId: string, refusal: Refusal): RefusedView {
  const { code } = refusal
  const { zh, en } = problems[code]
  const etag = code === 'version-stale' ? refusal.etag : undefined
  return { messageId, outcome: 'refused', code, etag, zh, en }
}
