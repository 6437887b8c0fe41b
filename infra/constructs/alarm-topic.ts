import * as iam from 'aws-cdk-lib/aws-iam'
import * as sns from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'

export interface AlarmTopicProps extends sns.TopicProps {
  readonly email: string
}

/** Where every alarm goes, and who reads it. */
export class AlarmTopic extends sns.Topic {
  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    const { email, ...settings } = props
    super(scope, id, { displayName: 'after-sales alarms', enforceSSL: true, ...settings })
    // A policy of its own takes the place of the default one, under which alarms could publish.
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.stack.account } },
      }),
    )
    this.addSubscription(new EmailSubscription(email))
  }
}
