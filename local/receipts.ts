import { epochMilliseconds, fromEpochMilliseconds } from '../shared/domain/time.ts'
import type { EventSources } from './event-sources.ts'
import type { FunctionPool } from './function-pool.ts'
import type { NewMessage } from './outbox-store.ts'
import { mailEventOf, mailReceipts } from './receipt-ses.ts'
import { logEventOf, logGroupOf, logPayload, smsReceipts, type LogEvent } from './receipt-sns.ts'
import type { RunnerClock } from './runner-clock.ts'
import type { LogSubscription, StackModel } from './template-model.ts'
import { FunctionFailed } from './worker-host.ts'

/** What becomes of a message after the provider took it. */
export type Fate =
  | 'arrives'
  /** SMS and mail: refused for good, by the carrier or the mail server. */
  | 'bounces'
  /** Mail: arrives, and its reader calls it spam. */
  | 'is-complained-of'
  /** Mail: a virus is found, and nothing leaves. */
  | 'is-rejected'
  /** Mail: arrives after a while. */
  | 'is-delayed'

/** SES's event types, and the two results of SNS's delivery log. */
export type ReceiptEvent =
  'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'DeliveryDelay' | 'SUCCESS' | 'FAILURE'

/** A provider's word on a message that it took, before it is given. */
export interface Receipt {
  readonly event: ReceiptEvent
  /** As it was accepted: a mail with its tags, an SMS with its number; `id` is the provider's. */
  readonly message: NewMessage
}

/**
 * After how many seconds of the runner's clock a receipt is given, each time anew: `[]` is never, `[0, 30]` twice. A
 * line of a log is written then, and handed on with what else has gathered, up to five seconds later.
 */
export type ReceiptHook = (receipt: Receipt) => readonly number[]

/**
 * The way back from the providers: SES's events go to the queues that the template's configuration sets lead to,
 * SNS's delivery logs to the functions that subscribe to their log groups.
 */
export interface ReceiptPost {
  /** The provider has taken a message: its receipts are under way. */
  accepted(message: NewMessage): void
  /** From now on receipts reach functions; until then they wait. */
  open(ways: Ways): void
  /** Gives what is due by now. */
  give(): void
  /** Receipts being given right now. */
  running(): number
  /** When the next one is due, in milliseconds of the runner's clock. */
  next(): number | undefined
  stop(): void
}

interface Ways {
  readonly sendTo: EventSources['sendTo']
  readonly invoke: FunctionPool['invoke']
}

type Waiting = { readonly at: number } & (
  | { readonly kind: 'mail'; readonly queueArn: string; readonly body: object }
  | {
      readonly kind: 'log'
      readonly subscription: LogSubscription
      readonly event: LogEvent
      readonly attempt: number
    }
)

/** Milliseconds of real time between two looks at what is due, for a stack that just stays up. */
const tick = 200
/** Lambda's pauses before it tries an asynchronous invocation again, in minutes. */
const retryMinutes = [1, 2]
/**
 * CloudWatch hands on what has gathered in a log. It gathers until the next multiple of so many milliseconds of the
 * runner's clock, so how lines are cut into invocations does not depend on how fast this machine is.
 */
const gathering = 5000
/** So many lines keep an invocation short. */
const mostLogLines = 25

export function receiptPost(options: {
  model: StackModel
  clock: RunnerClock
  hook: ReceiptHook
  fate: (message: NewMessage) => Fate
}): ReceiptPost {
  const { model, clock, hook, fate } = options
  let waiting: Waiting[] = []
  let ways: Ways | undefined
  const underWay = new Set<Promise<void>>()

  const start = (work: Promise<void>, again: readonly Waiting[]) => {
    const given: Promise<void> = work
      .catch(() => {
        // The queue's own thread is under load or on its way out; SNS does not give up either.
        const at = clock.nowMilliseconds() + 1000
        if (ways !== undefined) waiting.push(...again.map((each) => ({ ...each, at })))
      })
      .finally(() => underWay.delete(given))
    underWay.add(given)
  }

  /** As Lambda does with an asynchronous invocation: retries after a pause, then the failure's queue. */
  const handOver = async (
    { sendTo, invoke }: Ways,
    subscription: LogSubscription,
    events: readonly LogEvent[],
    attempt: number,
  ): Promise<void> => {
    const payload = logPayload(subscription, events, model.account)
    try {
      await invoke(subscription.functionName, payload)
    } catch (error) {
      if (!(error instanceof FunctionFailed)) throw error
      const fn = model.functions.find(({ name }) => name === subscription.functionName)
      if (attempt < (fn?.asyncRetries ?? 0)) {
        const at = clock.nowMilliseconds() + (retryMinutes[attempt] ?? 2) * 60_000
        for (const event of events)
          waiting.push({ at, kind: 'log', subscription, event, attempt: attempt + 1 })
      } else if (fn?.asyncFailureQueue !== undefined)
        await sendTo(fn.asyncFailureQueue, JSON.stringify({ requestPayload: payload }))
    }
  }

  const give: ReceiptPost['give'] = () => {
    if (ways === undefined) return
    const now = clock.nowMilliseconds()
    if (!waiting.some(({ at }) => at <= now)) return
    const due = waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
    waiting = waiting.filter(({ at }) => at > now)
    for (const each of due)
      if (each.kind === 'mail') start(ways.sendTo(each.queueArn, JSON.stringify(each.body)), [each])
    const logs = Map.groupBy(
      due.filter((each) => each.kind === 'log'),
      ({ subscription, attempt }) => `${subscription.name} ${String(attempt)}`,
    )
    for (const group of logs.values())
      for (let from = 0; from < group.length; from += mostLogLines) {
        const lines = group.slice(from, from + mostLogLines)
        const [first] = lines
        if (first === undefined) continue
        const events = lines.map(({ event }) => event)
        start(handOver(ways, first.subscription, events, first.attempt), lines)
      }
  }
  const timer = setInterval(give, tick)
  timer.unref()

  return {
    accepted(message) {
      const events = message.channel === 'sms' ? smsReceipts(fate(message)) : mailReceipts(fate(message))
      for (const event of events)
        for (const seconds of hook({ event, message })) {
          const at = epochMilliseconds(message.at) + seconds * 1000
          if (message.channel === 'mail') {
            const body = mailEventOf(message, event, { model, at: fromEpochMilliseconds(at) })
            for (const { configurationSet, events: wanted, queueArn } of model.mailEvents)
              if (configurationSet === message.configurationSet && wanted.includes(event))
                waiting.push({ at, kind: 'mail', queueArn, body })
          } else {
            for (const subscription of model.logSubscriptions)
              if (subscription.logGroup === logGroupOf(event, model))
                waiting.push({
                  at: Math.ceil(at / gathering) * gathering,
                  kind: 'log',
                  subscription,
                  event: logEventOf(message, event, at),
                  attempt: 0,
                })
          }
        }
    },
    open(given) {
      ways = given
    },
    give,
    running: () => underWay.size,
    next: () => waiting.reduce<number | undefined>((first, { at }) => Math.min(first ?? at, at), undefined),
    stop() {
      ways = undefined
      waiting = []
      clearInterval(timer)
    },
  }
}
