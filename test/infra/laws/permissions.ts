import { describe, expect, it } from 'vitest'
import { functionList } from '../../../infra/functions.ts'
import { table } from '../../../shared/store/table.ts'
import { asText, listOf, nameOf, refersTo, statementsAt, templates } from '../synthesized.ts'
import type { Statement } from '../synthesized.ts'

const { ofType } = templates()
const roles = ofType('AWS::IAM::Role')
const policies = ofType('AWS::IAM::Policy')

const statements = [
  ...policies.flatMap((policy) => statementsAt(policy, 'PolicyDocument').map(ownedBy(policy.id))),
  ...roles.flatMap((role) =>
    listOf(role.Properties['Policies']).flatMap((policy) =>
      (policy as { PolicyDocument: { Statement: readonly Statement[] } }).PolicyDocument.Statement.map(
        ownedBy(role.id),
      ),
    ),
  ),
]
const allowed = statements.filter(({ Effect }) => Effect === 'Allow')

function ownedBy(owner: string) {
  return (statement: Statement) => ({
    ...statement,
    owner,
    actions: listOf(statement.Action).map(asText),
    resources: listOf(statement.Resource).map(asText),
  })
}

/** Statements of a function's role. */
function ofFunction(name: string) {
  const lambda = ofType('AWS::Lambda::Function').find((each) => nameOf(each) === name)!
  const role = roles.find(({ id }) => refersTo(lambda.Properties['Role'], id))!
  const own = policies.filter(({ Properties }) => refersTo(Properties['Roles'], role.id)).map(({ id }) => id)
  return statements.filter(({ owner }) => own.includes(owner) || owner === role.id)
}

describe('permissions', () => {
  it('exist for every role, and come from no managed policy', () => {
    expect(allowed.length).toBeGreaterThan(roles.length)
    for (const { id, Properties } of roles) expect(Properties['ManagedPolicyArns'], id).toBeUndefined()
  })

  it('name every action', () => {
    expect(statements.filter(({ actions }) => actions.some((action) => action.includes('*')))).toEqual([])
  })

  it('name every resource, but files below a prefix and telephone numbers', () => {
    const wild = allowed.flatMap(({ owner, actions, resources }) =>
      resources
        .filter((resource) => resource.includes('*'))
        .filter(
          (resource) => !/^<[^>]+>+\/(imports|inbox|mail|manifests|notices|reports|undo)\/\*$/.test(resource),
        )
        .map((resource) => ({ owner: owner.replace(/[0-9A-F]{8}$/, ''), actions, resource })),
    )
    expect(wild).toEqual([
      { owner: 'messagesdeliverRoleDefaultPolicy', actions: ['sns:Publish'], resource: '*' },
    ])
  })

  it('take back from the SMS wildcard what it gives too much of: topics', () => {
    const publish = statements.filter(({ actions }) => actions.includes('sns:Publish'))
    expect(publish.map(({ Effect, resources }) => ({ Effect, resources }))).toEqual([
      { Effect: 'Allow', resources: ['*'] },
      { Effect: 'Deny', resources: ['arn:aws:sns:*:*:*'] },
    ])
    expect(new Set(publish.map(({ owner }) => owner)).size).toBe(1)
    expect(publish[0]!.Sid).toBe('PublishToPhoneNumbersWhichHaveNoArn')
  })

  it.each(functionList)('of $name on the table are those declared', ({ name, access }) => {
    const onData = ofFunction(name).filter(
      ({ actions, resources }) =>
        actions.every((action) => action.startsWith('dynamodb:')) &&
        !resources.some((resource) => resource.includes('StreamArn')),
    )
    const onIndexes = onData.filter(({ resources }) => resources.some((each) => each.includes('/index/')))
    const onTable = onData.filter((statement) => !onIndexes.includes(statement))
    expect(onTable.flatMap(({ actions }) => actions).sort()).toEqual(
      (access.table ?? []).map((action) => `dynamodb:${action}`).sort(),
    )
    for (const { resources } of onTable) {
      expect(resources).toEqual([
        expect.stringMatching(/^<[^:]+:ExportsOutputFnGetAttTable[0-9A-F]+Arn[0-9A-F]+>$/),
      ])
    }
    expect(onIndexes.flatMap(({ actions }) => actions)).toEqual(
      access.indexes === undefined ? [] : ['dynamodb:Query'],
    )
    expect(
      onIndexes.flatMap(({ resources }) => resources.map((each) => each.split('/index/')[1])).sort(),
    ).toEqual((access.indexes ?? []).map((index) => table.indexes[index].name).sort())
  })

  it.each(functionList)('of $name on files, queues, SMS and mail are those declared', ({ name, access }) => {
    const own = ofFunction(name)
    const on = (action: string) =>
      own
        .filter(({ actions, Effect }) => Effect === 'Allow' && actions.includes(action))
        .flatMap(({ resources }) => resources)
    const prefixes = (action: string) => on(action).map((resource) => resource.split('/').at(-2))
    expect(prefixes('s3:GetObject')).toEqual(access.readsFiles ?? [])
    expect(prefixes('s3:PutObject')).toEqual(access.writesFiles ?? [])
    // A missing file is only told apart from a forbidden one by who may list.
    expect(on('s3:ListBucket')).toHaveLength(access.readsFiles === undefined ? 0 : 1)
    const queues = on('sqs:SendMessage').filter((resource) => !/missed|givenup/.test(resource))
    expect(queues.map((resource) => /^<([a-z]+)/.exec(resource)?.[1])).toEqual(access.sendsTo ?? [])
    expect(on('sns:Publish')).toEqual(access.sends?.includes('sms') === true ? ['*'] : [])
    expect(on('ses:SendRawEmail')).toHaveLength(access.sends?.includes('mail') === true ? 2 : 0)
    expect(on('logs:PutLogEvents')).toHaveLength(1)
  })

  it('cover nothing else', () => {
    expect([...new Set(allowed.flatMap(({ actions }) => actions))].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'lambda:InvokeFunction',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'ses:SendRawEmail',
      'sns:Publish',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ])
  })

  it('let mail go out under the one address of the stage', () => {
    const mail = allowed.filter(({ actions }) => actions.includes('ses:SendRawEmail'))
    expect(mail.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'ses:FromAddress': 'after-sales@dev.example.com' } },
    ])
  })
})
