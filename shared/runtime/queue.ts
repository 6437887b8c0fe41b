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

export function connectQueue(url: string, client?: SQSClient): Queue {
  const connected = once(() => client ?? new SQSClient({ requestHandler: promptAndWhole }))
  return {
    async send(messages) {
      const failed: number[] = []
      for (let start = 0; start < messages.length; start += MOST_IN_BATCH) {
        const batch = messages.slice(start, start + MOST_IN_BATCH)
        const answer = await connected().send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: batch.map(({ body, delaySeconds }, index) => ({
              Id: String(start + index),
              MessageBody: JSON.stringify(body),
              ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
            })),
          }),
        )
        failed.push(...(answer.Failed ?? []).map(({ Id }) => Number(Id)))
      }
      return failed
    },
  }
}
