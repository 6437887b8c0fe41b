import { describe, expect, it } from 'vitest'
import { asText, nameOf, part, refersTo, referencesIn, statementsAt, templates } from '../synthesized.ts'

const { ofType } = templates()
const logGroups = ofType('AWS::Logs::LogGroup').filter(({ Properties }) =>
  asText(Properties['LogGroupName']).includes('DirectPublishToPhoneNumber'),
)
const queue = ofType('AWS::SQS::Queue').find(({ id }) => /^receipts[0-9A-F]{8}$/.test(id))!

describe('what SES says of a mail', () => {
  const [set] = ofType('AWS::SES::ConfigurationSet')
  const [destination, ...more] = ofType('AWS::SES::ConfigurationSetEventDestination')
  const [topic] = referencesIn(part(destination!, 'EventDestination.SnsDestination'))

  it('is asked for, from the sending to the arrival and every way to miss it, and nothing of what readers do', () => {
    expect(more).toEqual([])
    expect(refersTo(destination!.Properties['ConfigurationSetName'], set!.id)).toBe(true)
    expect(part(destination!, 'EventDestination.Enabled')).toBe(true)
    expect(part(destination!, 'EventDestination.MatchingEventTypes')).toEqual([
      'send',
      'delivery',
      'deliveryDelay',
      'bounce',
      'complaint',
      'reject',
    ])
  })

  it('reaches the queue of receipts as SES wrote it', () => {
    const subscription = ofType('AWS::SNS::Subscription').find((each) =>
      refersTo(each.Properties['TopicArn'], topic!),
    )!
    expect(subscription.Properties).toMatchObject({ Protocol: 'sqs', RawMessageDelivery: true })
    expect(refersTo(subscription.Properties['Endpoint'], queue.id)).toBe(true)
    const policy = ofType('AWS::SQS::QueuePolicy').find((each) =>
      refersTo(each.Properties['Queues'], queue.id),
    )!
    expect(statementsAt(policy, 'PolicyDocument')).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: topic } } },
      }),
    )
  })

  it('may be published by this account’s configuration set alone, over TLS', () => {
    const policies = ofType('AWS::SNS::TopicPolicy').filter((each) =>
      refersTo(each.Properties['Topics'], topic!),
    )
    const allowed = policies
      .flatMap((policy) => statementsAt(policy, 'PolicyDocument'))
      .filter(({ Effect }) => Effect === 'Allow')
    expect(allowed).toHaveLength(1)
    expect(allowed[0]).toMatchObject({ Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish' })
    expect(Object.keys((allowed[0]!.Condition as { StringEquals: object }).StringEquals)).toEqual([
      'AWS:SourceAccount',
      'AWS:SourceArn',
    ])
    // SES tries the topic at once: without the policy there would be no destination.
    expect((destination as { DependsOn?: string[] }).DependsOn).toContain(policies[0]!.id)
  })
})

describe('what SNS logs of an SMS', () => {
  it('has the two log groups that SNS writes to, and nothing else is called so', () => {
    expect(logGroups.map(({ Properties }) => asText(Properties['LogGroupName'])).sort()).toEqual([
      'sns/ap-southeast-1/<AWS::AccountId>/DirectPublishToPhoneNumber',
      'sns/ap-southeast-1/<AWS::AccountId>/DirectPublishToPhoneNumber/Failure',
    ])
  })

  it('may be written by SNS, to these groups alone', () => {
    const role = ofType('AWS::IAM::Role').find(({ Properties }) =>
      JSON.stringify(Properties['AssumeRolePolicyDocument']).includes('sns.amazonaws.com'),
    )!
    const [statement, ...others] = statementsAt(role, 'Policies.0.PolicyDocument')
    expect(others).toEqual([])
    expect([...referencesIn(statement!.Resource)].sort()).toEqual(logGroups.map(({ id }) => id).sort())
  })

  it.each(logGroups)(
    '$id is handed, line by line, to the function that reads it, which gives up into a queue',
    ({ id }) => {
      const filters = ofType('AWS::Logs::SubscriptionFilter').filter((each) =>
        refersTo(each.Properties['LogGroupName'], id),
      )
      expect(filters.map(({ Properties }) => Properties['FilterPattern'])).toEqual([''])
      const reader = ofType('AWS::Lambda::Function').find(({ id: of }) =>
        refersTo(filters[0]!.Properties['DestinationArn'], of),
      )!
      expect(nameOf(reader)).toBe('messages-sms-log')
      const allowed = ofType('AWS::Lambda::Permission').filter(
        ({ Properties }) =>
          Properties['Principal'] === 'logs.amazonaws.com' &&
          refersTo(Properties['FunctionName'], reader.id) &&
          refersTo(Properties['SourceArn'], id),
      )
      expect(allowed).toHaveLength(1)
      const config = ofType('AWS::Lambda::EventInvokeConfig').find((each) =>
        refersTo(each.Properties['FunctionName'], reader.id),
      )!
      expect(referencesIn(part(config, 'DestinationConfig.OnFailure'))).toHaveLength(1)
      expect(config.Properties['MaximumRetryAttempts']).toBe(2)
    },
  )
})
