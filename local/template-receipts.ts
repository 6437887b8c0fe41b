import * as z from 'zod'
import { TemplateUnsupported } from './local-error.ts'
import type { Resolver } from './template-intrinsics.ts'
import type { FunctionModel, LogSubscription, MailEvents } from './template-model.ts'
import { functionNamed, propertiesOf, type Found } from './template-properties.ts'

const DestinationProperties = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.boolean().default(false),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.object({ TopicARN: z.string() }).optional(),
  }),
})

const SubscriptionProperties = z.object({
  Protocol: z.string(),
  TopicArn: z.string(),
  Endpoint: z.string().optional(),
  RawMessageDelivery: z.boolean().default(false),
})

/** The way of SES's events: configuration set → topic → queue. */
export function mailEventsOf(
  destinations: readonly Found[],
  subscriptions: readonly Found[],
  resolve: Resolver,
): MailEvents[] {
  const subscribed = subscriptions.map((found) => ({
    found,
    ...propertiesOf(SubscriptionProperties, found, resolve),
  }))
  return destinations.flatMap((found) => {
    const { ConfigurationSetName, EventDestination } = propertiesOf(DestinationProperties, found, resolve)
    const topic = EventDestination.SnsDestination?.TopicARN
    if (!EventDestination.Enabled || topic === undefined) return []
    return subscribed
      .filter(({ TopicArn, Protocol }) => TopicArn === topic && Protocol === 'sqs')
      .map(({ Endpoint, RawMessageDelivery, found: { logicalId, stack } }) => {
        if (!RawMessageDelivery)
          throw new TemplateUnsupported(
            `${logicalId} in ${stack.name} wraps its messages: only raw delivery runs here.`,
          )
        return {
          configurationSet: ConfigurationSetName,
          // `deliveryDelay` in the template is `DeliveryDelay` in the event.
          events: EventDestination.MatchingEventTypes.map(
            (type) => type.charAt(0).toUpperCase() + type.slice(1),
          ),
          queueArn: Endpoint ?? '',
        }
      })
  })
}

const FilterProperties = z.object({
  DestinationArn: z.string(),
  LogGroupName: z.string(),
  FilterPattern: z.literal('', { error: 'only a filter that lets everything through runs here' }),
})

/** Which functions are handed what is written to a log group. */
export function logSubscriptionsOf(
  filters: readonly Found[],
  functions: readonly FunctionModel[],
  resolve: Resolver,
): LogSubscription[] {
  return filters.map((found) => {
    const { DestinationArn, LogGroupName } = propertiesOf(FilterProperties, found, resolve)
    return {
      name: resolve.physicalName(found.stack, found.logicalId),
      logGroup: LogGroupName,
      functionName: functionNamed(DestinationArn, functions, found),
    }
  })
}
