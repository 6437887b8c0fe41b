import * as z from 'zod'
import type { Resolver } from './template-intrinsics.ts'
import type { FunctionModel, LogSubscription, MailEvents } from './template-model.ts'
import { functionNamed, propertiesOf, type Found } from './template-properties.ts'
import { queuesBehind } from './template-topics.ts'

const DestinationProperties = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.boolean().default(false),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.object({ TopicARN: z.string() }).optional(),
  }),
})

/** The way of SES's events: configuration set → topic → queue. */
export function mailEventsOf(
  destinations: readonly Found[],
  subscriptions: readonly Found[],
  resolve: Resolver,
): MailEvents[] {
  return destinations.flatMap((found) => {
    const { ConfigurationSetName, EventDestination } = propertiesOf(DestinationProperties, found, resolve)
    const topic = EventDestination.SnsDestination?.TopicARN
    if (!EventDestination.Enabled || topic === undefined) return []
    return queuesBehind(topic, subscriptions, resolve).map((queueArn) => ({
      configurationSet: ConfigurationSetName,
      // `deliveryDelay` in the template is `DeliveryDelay` in the event.
      events: EventDestination.MatchingEventTypes.map((type) => type.charAt(0).toUpperCase() + type.slice(1)),
      queueArn,
    }))
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
