import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import type { Resolver } from './template-intrinsics.ts'
import type { IncomingMail } from './template-model.ts'
import { propertiesOf, type Found } from './template-properties.ts'
import { queuesBehind } from './template-topics.ts'

const RuleProperties = z.object({
  Rule: z.object({
    Recipients: z.array(z.string()).min(1),
    Actions: z.tuple(
      [
        z.object({
          S3Action: z.object({
            BucketName: z.string(),
            ObjectKeyPrefix: z.string().default(''),
            TopicArn: z.string(),
          }),
        }),
      ],
      { error: 'only one action runs here, which puts the mail into a bucket and tells a topic' },
    ),
  }),
})

/** The way of mail from outside: receipt rule → bucket, and topic → queue. */
export function incomingMailOf(
  rules: readonly Found[],
  subscriptions: readonly Found[],
  resolve: Resolver,
): IncomingMail[] {
  return rules.map((found) => {
    const { Recipients, Actions } = propertiesOf(RuleProperties, found, resolve).Rule
    const [{ S3Action }] = Actions
    const [queueArn, ...more] = queuesBehind(S3Action.TopicArn, subscriptions, resolve)
    if (queueArn === undefined || more.length > 0)
      throw new TemplateUnsupported(`${found.logicalId} in ${found.stack.name} must tell one queue.`)
    return {
      recipients: Recipients,
      bucket: S3Action.BucketName,
      keyPrefix: S3Action.ObjectKeyPrefix,
      topicArn: S3Action.TopicArn,
      queueArn,
    }
  })
}
