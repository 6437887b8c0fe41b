import { describe, expect, test } from 'vitest'
import { notificationOf, wayFor } from '../../../local/incoming-mail.ts'
import { LocalError, TemplateUnsupported } from '../../../local/local-error.ts'
import { readTemplates } from '../../../local/template.ts'
import { Instant } from '../../../shared/domain/time.ts'
import { attribute, ref, writeAssembly, type Resources } from './assembly.ts'

const at = Instant.parse('2026-11-23T00:15:00.000Z')

const resources: Resources = {
  Files: { Type: 'AWS::S3::Bucket' },
  Queue: { Type: 'AWS::SQS::Queue' },
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      Protocol: 'sqs',
      TopicArn: ref('Topic'),
      Endpoint: attribute('Queue'),
      RawMessageDelivery: true,
    },
  },
  Rule: {
    Type: 'AWS::SES::ReceiptRule',
    Properties: {
      Rule: {
        Recipients: ['Inbox.Example.com'],
        Actions: [
          { S3Action: { BucketName: ref('Files'), ObjectKeyPrefix: 'inbox/', TopicArn: ref('Topic') } },
        ],
      },
    },
  },
}

const read = (changed: Resources = {}) =>
  readTemplates(writeAssembly({ stacks: { Shop: { resources: { ...resources, ...changed } } } }))

function told(mail: string) {
  const model = read()
  const to = 'd001@inbox.example.com'
  return notificationOf({ raw: Buffer.from(mail), to }, wayFor(to, model), at)
}

const verdicts = ({ notification: { receipt } }: ReturnType<typeof told>) => [
  receipt.spfVerdict.status,
  receipt.dkimVerdict.status,
  receipt.dmarcVerdict.status,
  receipt.spamVerdict.status,
  receipt.virusVerdict.status,
]

describe('the way of mail from outside', () => {
  test('leads from the receipt rule to its bucket and, by the topic, to the queue', () => {
    const [way, ...more] = read().incomingMail
    expect(more).toEqual([])
    expect(way).toMatchObject({ recipients: ['Inbox.Example.com'], keyPrefix: 'inbox/' })
    expect(way?.queueArn).toMatch(/:shop-shop-Queue$/)
  })

  test('takes every address of its domain, capitals or not, and nobody else’s', () => {
    const model = read()
    expect(wayFor('D001@INBOX.example.COM', model).keyPrefix).toBe('inbox/')
    expect(() => wayFor('d001@example.com', model)).toThrow(LocalError)
    expect(() => wayFor('d001@evil-inbox.example.com', model)).toThrow(LocalError)
  })

  test.each([
    ['that does more than one thing', { Rule: { Actions: [{ S3Action: {} }, { StopAction: {} }] } }],
    ['that calls a function', { Rule: { Recipients: ['a.example'], Actions: [{ LambdaAction: {} }] } }],
  ])('is refused of a rule %s', (_, Properties) => {
    expect(() => read({ Rule: { Type: 'AWS::SES::ReceiptRule', Properties } })).toThrow(TemplateUnsupported)
  })

  test('is refused where the topic tells no queue, or wraps what it tells', () => {
    const wrapped = {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', TopicArn: ref('Topic'), Endpoint: attribute('Queue') },
    }
    const elsewhere = {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'email', TopicArn: ref('Topic'), Endpoint: 'a@b.example' },
    }
    expect(() => read({ Subscription: wrapped })).toThrow(TemplateUnsupported)
    expect(() => read({ Subscription: elsewhere })).toThrow(TemplateUnsupported)
  })
})

describe('what SES says of a mail', () => {
  const marked = [
    'Return-Path: <a@oem.example>',
    'Authentication-Results: amazonses.com; spf=pass smtp.mailfrom=oem.example;',
    '\tdkim=pass header.d=oem.example; dmarc=pass header.from=oem.example',
    'X-SES-Spam-Verdict: PASS',
    'X-SES-Virus-Verdict: FAIL',
  ]

  test('is read off the marks that it set, folded lines too', () => {
    const notification = told([...marked, 'Subject: x', '', 'body'].join('\r\n'))
    expect(verdicts(notification)).toEqual(['PASS', 'PASS', 'PASS', 'PASS', 'FAIL'])
    expect(notification.notification.mail.source).toBe('a@oem.example')
    expect(notification.objectKey).toBe(`inbox/${notification.messageId}`)
  })

  test('is never what a sender has written below its marks', () => {
    const forged = [
      'Authentication-Results: amazonses.com; spf=fail; dkim=none; dmarc=fail',
      'X-SES-Spam-Verdict: GRAY',
      ...marked,
    ]
    expect(verdicts(told([...forged, '', 'body'].join('\n')))).toEqual([
      'FAIL',
      'GRAY',
      'FAIL',
      'GRAY',
      'FAIL',
    ])
  })

  test('is no pass where there are no marks, nor for what looks like one in the text', () => {
    expect(verdicts(told('Subject: x\r\n\r\nX-SES-Spam-Verdict: PASS\r\n'))).toEqual(
      Array.from({ length: 5 }, () => 'GRAY'),
    )
    expect(verdicts(told(''))).toEqual(Array.from({ length: 5 }, () => 'GRAY'))
  })
})
