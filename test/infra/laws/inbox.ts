import { describe, expect, it } from 'vitest'
import { asText, part, refersTo, referencesIn, statementsAt, templates } from '../synthesized.ts'

const { ofType } = templates()
const [rule, ...moreRules] = ofType('AWS::SES::ReceiptRule')
const [ruleSet] = ofType('AWS::SES::ReceiptRuleSet')
const action = part(rule!, 'Rule.Actions.0.S3Action') as Record<string, unknown>
const [topic] = referencesIn(action['TopicArn'])
const ruleName = 'receipt-rule-set/after-sales-dev:receipt-rule/after-sales-dev-inbox'

describe('mail from outside', () => {
  it('is taken for the stage’s own domain, over TLS, and looked through for spam and viruses', () => {
    expect(moreRules).toEqual([])
    expect(part(rule!, 'Rule')).toMatchObject({
      Name: 'after-sales-dev-inbox',
      Recipients: ['inbox.dev.example.com'],
      ScanEnabled: true,
      TlsPolicy: 'Require',
      Enabled: true,
    })
    expect(ruleSet!.Properties['RuleSetName']).toBe('after-sales-dev')
  })

  it('goes into the bucket as it came, and nowhere else', () => {
    expect(part(rule!, 'Rule.Actions')).toHaveLength(1)
    expect(Object.keys(part(rule!, 'Rule.Actions.0') as object)).toEqual(['S3Action'])
    expect(action['ObjectKeyPrefix']).toBe('inbox/')
  })

  it('may be put there by this rule of this account alone, below its own prefix', () => {
    const allowed = ofType('AWS::S3::BucketPolicy')
      .flatMap((policy) => statementsAt(policy, 'PolicyDocument'))
      .filter(({ Principal }) => (Principal as { Service?: string }).Service === 'ses.amazonaws.com')
    expect(allowed).toHaveLength(1)
    const [statement] = allowed
    expect(statement!.Action).toBe('s3:PutObject')
    expect(asText(statement!.Resource)).toMatch(/\/inbox\/\*$/)
    const conditions = (statement!.Condition as { StringEquals: Record<string, unknown> }).StringEquals
    expect(Object.keys(conditions).sort()).toEqual(['AWS:SourceAccount', 'AWS:SourceArn'])
    expect(asText(conditions['AWS:SourceArn'])).toContain(ruleName)
  })

  it('is told of by a topic that this rule alone may publish to, into the queue of notices as SES wrote it', () => {
    const policies = ofType('AWS::SNS::TopicPolicy').filter((each) =>
      refersTo(each.Properties['Topics'], topic!),
    )
    const allowed = policies
      .flatMap((policy) => statementsAt(policy, 'PolicyDocument'))
      .filter(({ Effect }) => Effect === 'Allow')
    expect(allowed).toHaveLength(1)
    expect(allowed[0]).toMatchObject({ Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish' })
    expect(
      asText(
        (allowed[0]!.Condition as { StringEquals: Record<string, unknown> }).StringEquals['AWS:SourceArn'],
      ),
    ).toContain(ruleName)
    // SES tries the topic at once: without the policy there would be no rule.
    expect((rule as { DependsOn?: string[] }).DependsOn).toContain(policies[0]!.id)
    const subscription = ofType('AWS::SNS::Subscription').find((each) =>
      refersTo(each.Properties['TopicArn'], topic!),
    )!
    expect(subscription.Properties).toMatchObject({ Protocol: 'sqs', RawMessageDelivery: true })
    const queue = ofType('AWS::SQS::Queue').find(({ id }) => /^notices[0-9A-F]{8}$/.test(id))!
    expect(refersTo(subscription.Properties['Endpoint'], queue.id)).toBe(true)
  })

  it('is kept for six years, as warranty records are', () => {
    const rules = ofType('AWS::S3::Bucket').flatMap(
      (bucket) =>
        part(bucket, 'LifecycleConfiguration.Rules') as { Prefix?: string; ExpirationInDays?: number }[],
    )
    for (const prefix of ['inbox/', 'notices/'])
      expect(rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays).toBe(6 * 366)
  })
})
