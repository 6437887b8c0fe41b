import { QueryError, type QueryAnswer } from './aws-query.ts'
import type { NewMessage, Outbox } from './outbox-store.ts'
import type { RunnerClock } from './runner-clock.ts'

/** What a provider may do instead of accepting. */
export type ProviderFault =
  /** An error of the service: status 400 `Throttling`, 500 `InternalFailure`, … */
  | { readonly kind: 'refuse'; readonly status: number; readonly code: string; readonly message: string }
  /** The connection breaks before the request was taken. */
  | { readonly kind: 'drop' }
  /** Taken, but the sender never hears of it. */
  | { readonly kind: 'accept-without-reply' }

/** Decides over each valid request before it is accepted. */
export type ProviderHook = (message: NewMessage) => 'accept' | ProviderFault

/** What the stand-ins know of the account: SES refuses what it was not told of. */
export interface ProviderAccount {
  readonly configurationSets: readonly string[]
  /** Verified domains and addresses; with none in the template, every sender is taken. */
  readonly identities: readonly string[]
}

export interface ProviderOptions {
  readonly outbox: Outbox
  readonly clock: RunnerClock
  readonly account: ProviderAccount
  readonly hook: ProviderHook
  /** Told of each message that was taken, whether its sender hears of it or not. */
  readonly accepted?: (message: NewMessage) => void
}

/** Lets the hook decide, then accepts: the message is in the outbox before the sender gets its id. */
export function deliver({ outbox, hook, accepted }: ProviderOptions, message: NewMessage): QueryAnswer {
  const verdict = hook(message)
  const accept = () => {
    outbox.add(message)
    accepted?.(message)
  }
  if (verdict === 'accept') {
    accept()
    return { xml: `<MessageId>${message.id}</MessageId>` }
  }
  switch (verdict.kind) {
    case 'refuse':
      throw new QueryError(verdict.status, verdict.code, verdict.message)
    case 'drop':
      return 'no-reply'
    case 'accept-without-reply':
      accept()
      return 'no-reply'
  }
}
