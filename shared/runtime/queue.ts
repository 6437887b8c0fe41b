import { setTimeout } from 'node:timers/promises'
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { once } from './once.ts'
import { promptAndWhole } from './prompt-answers.ts'

export interface QueueMessage {
  readonly body: object
  /** 0 to 900: what must wait longer waits elsewhere. */
  readonly delaySeconds?: number
}

/** The longest delay of an SQS message. */
export const LONGEST_DELAY_SECONDS = 900

export interface Queue {
  /** Sends all of them, ten a request; returns the positions of those that the queue did not take. */
  send(messages: readonly QueueMessage[]): Promise<number[]>
}

const MOST_IN_BATCH = 10

/**
 * What a batch leaves, which the SDK does not know of, is sent again after 25 and 50 ms: whoever sends may have few
 * attempts of its own, a function that reads a log three.
 */
const FIRST_PAUSE_MS = 25
const MOST_TRIES = 3

/** @param pause lets so many milliseconds pass */
export function connectQueue(
  url: string,
  client?: SQSClient,
  pause: (milliseconds: number) => Promise<unknown> = setTimeout,
): Queue {
  const connected = once(() => client ?? new SQSClient({ requestHandler: promptAndWhole }))

  /** The positions that SQS did not take, and those of them that it would not take another time either. */
  async function sendBatch(messages: readonly QueueMessage[], positions: readonly number[]) {
    const answer = await connected().send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: positions.flatMap((position) => {
          const message = messages[position]
          if (message === undefined) return []
          const { body, delaySeconds } = message
          return {
            Id: String(position),
            MessageBody: JSON.stringify(body),
            ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
          }
        }),
      }),
    )
    return (answer.Failed ?? []).map(({ Id, SenderFault }) => ({
      position: Number(Id),
      isOurFault: SenderFault === true,
    }))
  }

  return {
    async send(messages) {
      const refused: number[] = []
      for (let start = 0; start < messages.length; start += MOST_IN_BATCH) {
        let asked = [...messages.keys()].slice(start, start + MOST_IN_BATCH)
        for (let tries = 0; asked.length > 0 && tries < MOST_TRIES; tries += 1) {
          if (tries > 0) await pause(FIRST_PAUSE_MS * 2 ** (tries - 1))
          const failed = await sendBatch(messages, asked)
          refused.push(...failed.flatMap(({ position, isOurFault }) => (isOurFault ? position : [])))
          asked = failed.flatMap(({ position, isOurFault }) => (isOurFault ? [] : position))
        }
        refused.push(...asked)
      }
      return refused
    },
  }
}
