/**
 * What cdk-nag's AwsSolutions rules find and we keep, each with its reason. A finding that is not listed fails the
 * tests, and so does an entry that finds nothing any more.
 */
export interface AcceptedFinding {
  readonly rule: string
  /** Construct path: whole, or with `*` for one part of it. */
  readonly path: string
  /** Only this part of the finding, where the rule names parts. */
  readonly detail?: string
  readonly reason: string
}

const deadEnd = 'It is a dead-letter queue itself: what lies here waits for a person, and one message rings.'
const prefix = 'Every key below this one prefix of one bucket: dealers and messages come and go.'

export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/messages-deliver/Role/DefaultPolicy/Resource',
    detail: 'Resource::*',
    reason: 'sns:Publish to a phone number, which has no ARN; a Deny on every topic stands beside it.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/messages-deliver/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  ...['notices-receive', 'notices-api'].flatMap((name) =>
    ['/inbox/*', '/mail/*', '/notices/*'].map((detail) => ({
      rule: 'AwsSolutions-IAM5',
      path: `Service/${name}/Role/DefaultPolicy/Resource`,
      detail,
      reason: prefix,
    })),
  ),
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/renewal-lists/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/deadlines-sweep/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/follow-up-drop/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/notice-effects/Role/DefaultPolicy/Resource',
    detail: '/notices/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/notices-daily/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/business-reports-api/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/warranty-mail/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/warranty-mail/Role/DefaultPolicy/Resource',
    detail: '/manifests/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/warranty-mail-api/Role/DefaultPolicy/Resource',
    detail: '/mail/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/warranty-mail-api/Role/DefaultPolicy/Resource',
    detail: '/manifests/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/run-import/Role/DefaultPolicy/Resource',
    detail: '/imports/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/run-import/Role/DefaultPolicy/Resource',
    detail: '/reports/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/run-import/Role/DefaultPolicy/Resource',
    detail: '/undo/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/imports-api/Role/DefaultPolicy/Resource',
    detail: '/imports/*',
    reason: prefix,
  },
  {
    rule: 'AwsSolutions-IAM5',
    path: 'Service/imports-api/Role/DefaultPolicy/Resource',
    detail: '/reports/*',
    reason: prefix,
  },
  { rule: 'AwsSolutions-SQS3', path: 'Service/*/missed/Resource', reason: deadEnd },
  { rule: 'AwsSolutions-SQS3', path: 'Service/relay-worker/given-up/Resource', reason: deadEnd },
  { rule: 'AwsSolutions-SQS3', path: 'Service/sms-delivery-log/given-up/Resource', reason: deadEnd },
  {
    rule: 'AwsSolutions-COG8',
    path: 'Data/Staff/Resource',
    reason: 'The Plus tier sells risk scores; these are a few known accounts with a second factor each.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    path: 'Api/api/Http/*/Resource',
    reason: 'Routes whose contract says `open`, which a law of its own checks one by one.',
  },
]
