import * as iam from 'aws-cdk-lib/aws-iam'
import * as ses from 'aws-cdk-lib/aws-ses'
import * as sns from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'

/** The rule set and its rule by name: the bucket lets this rule write, and stands in another stack. */
export function inboxRule(stack: Stack, stageName: string) {
  const ruleSet = `after-sales-${stageName}`
  const rule = `after-sales-${stageName}-inbox`
  const arn = stack.formatArn({
    service: 'ses',
    resource: 'receipt-rule-set',
    resourceName: `${ruleSet}:receipt-rule/${rule}`,
  })
  return { ruleSet, rule, arn }
}

export interface MailInboxProps extends Partial<
  Omit<ses.ReceiptRuleProps, 'ruleSet' | 'actions' | 'recipients'>
> {
  readonly stageName: string
  /** All of its addresses are taken. */
  readonly domain: string
  /** Takes what `inboxRule` writes below the prefix. */
  readonly bucket: { readonly bucketName: string }
  /** Ends in a slash. */
  readonly prefix: string
  /** Gets SES's word on each mail: who it is for, what the checks said, where it lies. */
  readonly queue: IQueue
}

/**
 * Mail from outside: SES checks it, puts it into the bucket as it came, and its word on it goes by way of a topic into a
 * queue. Of the account's rule sets one is active; whoever deploys first makes it this one.
 */
export class MailInbox extends Construct {
  readonly ruleSetName: string

  constructor(scope: Construct, id: string, props: MailInboxProps) {
    super(scope, id)
    const { stageName, domain, bucket, prefix, queue, ...settings } = props
    const topic = new sns.Topic(this, 'Topic', { displayName: 'after-sales incoming mail', enforceSSL: true })
    topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }))
    const named = inboxRule(topic.stack, stageName)
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'IncomingMailOfThisRule',
        principals: [new iam.ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'AWS:SourceAccount': topic.stack.account, 'AWS:SourceArn': named.arn },
        },
      }),
    )
    const rule = new ses.ReceiptRule(this, 'Rule', {
      // Spam and viruses are looked for: without the verdict no mail is trusted.
      scanEnabled: true,
      tlsPolicy: ses.TlsPolicy.REQUIRE,
      ...settings,
      receiptRuleName: named.rule,
      ruleSet: new ses.ReceiptRuleSet(this, 'Rules', { receiptRuleSetName: named.ruleSet }),
      recipients: [domain],
      actions: [
        {
          bind: () => ({
            s3Action: {
              bucketName: bucket.bucketName,
              objectKeyPrefix: prefix,
              topicArn: topic.topicArn,
            },
          }),
        },
      ],
    })
    // SES tries bucket and topic at once: without the policy there would be no rule.
    const policy = topic.node.tryFindChild('Policy')
    if (policy !== undefined) rule.node.addDependency(policy)
    this.ruleSetName = named.ruleSet
  }
}
