import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import type { Resolver } from './template-intrinsics.ts'
import { propertiesOf, type Found } from './template-properties.ts'

const SubscriptionProperties = z.object({
  Protocol: z.string(),
  TopicArn: z.string(),
  Endpoint: z.string().optional(),
  RawMessageDelivery: z.boolean().default(false),
})

/**
 * ARNs of the queues in which ends what a topic is told.
 * @throws TemplateUnsupported when it would not arrive as it was told
 */
export function queuesBehind(topicArn: string, subscriptions: readonly Found[], resolve: Resolver): string[] {
  return subscriptions.flatMap((found) => {
    const properties = propertiesOf(SubscriptionProperties, found, resolve)
    if (properties.TopicArn !== topicArn || properties.Protocol !== 'sqs') return []
    if (!properties.RawMessageDelivery)
      throw new TemplateUnsupported(
        `${found.logicalId} in ${found.stack.name} wraps its messages: only raw delivery runs here.`,
      )
    return [properties.Endpoint ?? '']
  })
}
