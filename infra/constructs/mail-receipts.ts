import * as ses from 'aws-cdk-lib/aws-ses'
import * as sns from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface MailReceiptsProps extends Partial<
  Omit<ses.ConfigurationSetEventDestinationProps, 'destination'>
> {
  readonly configurationSet: ses.ConfigurationSet
  /** Where the events end, as SES writes them. */
  readonly queue: IQueue
}

/** What SES says of the mails of a configuration set, by way of a topic into a queue. */
export class MailReceipts extends Construct {
  constructor(scope: Construct, id: string, props: MailReceiptsProps) {
    super(scope, id)
    const { configurationSet, queue, ...settings } = props
    const topic = new sns.Topic(this, 'Topic', { displayName: 'after-sales mail events', enforceSSL: true })
    topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }))
    // It lets this configuration set publish, and no other.
    new ses.ConfigurationSetEventDestination(this, 'Events', {
      // What readers do with a mail (opened, clicked) is nobody's business here.
      events: [
        ses.EmailSendingEvent.SEND,
        ses.EmailSendingEvent.DELIVERY,
        ses.EmailSendingEvent.DELIVERY_DELAY,
        ses.EmailSendingEvent.BOUNCE,
        ses.EmailSendingEvent.COMPLAINT,
        ses.EmailSendingEvent.REJECT,
      ],
      ...settings,
      configurationSet,
      destination: ses.EventDestination.snsTopic(topic),
    })
  }
}
