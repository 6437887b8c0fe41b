import { expect, test } from 'vitest'
import { TemplateUnsupported } from '../../../local/local-error.ts'
import { readTemplates } from '../../../local/template.ts'
import { attribute, functionResource, ref, writeAssembly, type Resources } from './assembly.ts'

const noCode = { code: 'exports.handler = async () => {}' }

function read(resources: Resources, paths: Record<string, string> = {}) {
  return readTemplates(writeAssembly({ stacks: { Service: { resources } }, bundles: noCode, paths }))
}

test('a variable is worked out through every intrinsic function, across stacks', () => {
  const model = readTemplates(
    writeAssembly({
      stacks: {
        Data: {
          resources: {
            Table: {
              Type: 'AWS::DynamoDB::Table',
              Properties: {
                KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
                AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
              },
            },
          },
          outputs: { Exported: { Value: ref('Table'), Export: { Name: 'shop-data:Table' } } },
        },
        Service: {
          resources: {
            Queue: { Type: 'AWS::SQS::Queue' },
            Fn: functionResource('fn', 'code', {
              TABLE: { 'Fn::ImportValue': 'shop-data:Table' },
              QUEUE: ref('Queue'),
              NOTHING: ref('AWS::NoValue'),
              QUEUE_NAME: attribute('Queue', 'QueueName'),
              JOINED: { 'Fn::Join': ['/', ['a', { 'Fn::Select': [1, { 'Fn::Split': [',', 'x,b'] }] }]] },
              SUBSTITUTED: {
                'Fn::Sub': ['${AWS::Region} ${own} ${Queue.Arn} ${!kept}', { own: ref('AWS::AccountId') }],
              },
            }),
          },
        },
      },
      bundles: noCode,
    }),
  )
  expect(model.functions[0]?.environment).toEqual({
    TABLE: 'shop-data-Table',
    QUEUE: 'https://sqs.ap-southeast-1.amazonaws.com/000000000000/shop-service-Queue',
    QUEUE_NAME: 'shop-service-Queue',
    JOINED: 'a/b',
    SUBSTITUTED:
      'ap-southeast-1 000000000000 arn:aws:sqs:ap-southeast-1:000000000000:shop-service-Queue ${kept}',
  })
  expect(model.tables[0]?.name).toBe('shop-data-Table')
})

test('a queue keeps its visibility time-out and its dead-letter queue', () => {
  const { queues } = read(
    {
      Q1: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: 720,
          RedrivePolicy: { deadLetterTargetArn: attribute('Q2'), maxReceiveCount: 5 },
        },
      },
      Q2: { Type: 'AWS::SQS::Queue' },
    },
    { Q1: 'Service/deliveries', Q2: 'Service/deliveries-dead-letters' },
  )
  expect(queues.map(({ name }) => name)).toEqual(['deliveries', 'deliveries-dead-letters'])
  expect(queues[0]?.attributes['VisibilityTimeout']).toBe('720')
  expect(JSON.parse(queues[0]?.attributes['RedrivePolicy'] ?? '')).toEqual({
    deadLetterTargetArn: queues[1]?.arn,
    maxReceiveCount: 5,
  })
})

test('queues of the same id are told apart by where they stand', () => {
  const { queues } = read(
    { A: { Type: 'AWS::SQS::Queue' }, B: { Type: 'AWS::SQS::Queue' } },
    { A: 'Service/morning/missed', B: 'Service/evening/missed' },
  )
  expect(queues.map(({ name }) => name)).toEqual(['morning/missed', 'evening/missed'])
})

test('a schedule that is switched off does not exist', () => {
  const schedule = (State: string) => ({
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(0 9 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      State,
      Target: { Arn: attribute('Fn'), Input: '{"job":"x"}' },
    },
  })
  const { schedules } = read({
    Fn: functionResource('fn', 'code'),
    On: schedule('ENABLED'),
    Off: schedule('DISABLED'),
  })
  expect(schedules).toEqual([
    {
      name: 'On',
      functionName: 'fn',
      expression: 'cron(0 9 * * ? *)',
      zone: 'Asia/Shanghai',
      input: '{"job":"x"}',
    },
  ])
})

test('a route leads through its integration to the function, with the issuer of its authorizer', () => {
  const { routes } = read({
    Fn: functionResource('fn', 'code'),
    Pool: { Type: 'AWS::Cognito::UserPool' },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: attribute('Fn'),
        PayloadFormatVersion: '2.0',
      },
    },
    Staff: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: {
          Audience: ['client'],
          Issuer: { 'Fn::Join': ['', ['https://', attribute('Pool', 'ProviderName')]] },
        },
      },
    },
    Open: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        RouteKey: 'GET /docs',
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
      },
    },
    Closed: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        RouteKey: 'GET /vehicles/{id}',
        AuthorizationType: 'JWT',
        AuthorizerId: ref('Staff'),
        Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
      },
    },
  })
  expect(routes.map(({ method, path, functionName }) => `${method} ${path} ${functionName}`)).toEqual([
    'GET /docs fn',
    'GET /vehicles/{id} fn',
  ])
  expect(routes[0]?.authorizer).toBeUndefined()
  expect(routes[1]?.authorizer?.issuer).toMatch(
    /^https:\/\/cognito-idp\.ap-southeast-1\.amazonaws\.com\/ap-southeast-1_/,
  )
})

test.each([
  ['a resource of an unknown kind', { X: { Type: 'AWS::StepFunctions::StateMachine' } }, 'StateMachine'],
  ['a function whose code is missing', { Fn: functionResource('fn', 'elsewhere') }, 'is not in the assembly'],
  [
    'an unknown intrinsic function',
    { Fn: functionResource('fn', 'code', { A: { 'Fn::FindInMap': ['a', 'b', 'c'] } }) },
    'Fn::FindInMap',
  ],
  ['a reference into nothing', { Fn: functionResource('fn', 'code', { A: ref('Nobody') }) }, 'Nobody'],
  [
    'an import that nobody exports',
    { Fn: functionResource('fn', 'code', { A: { 'Fn::ImportValue': 'x:y' } }) },
    'x:y',
  ],
  ['a resource under a condition', { Q: { Type: 'AWS::SQS::Queue', Condition: 'Maybe' } }, 'conditional'],
  [
    'a queue of another kind',
    { Q: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
    'FifoQueue',
  ],
] as const)('%s is refused by name', (_, resources, named) => {
  const reading = () => read(resources)
  expect(reading).toThrow(TemplateUnsupported)
  expect(reading).toThrow(named)
})

test('what makes no difference on one machine is left out', () => {
  const model = read({
    Role: { Type: 'AWS::IAM::Role', Properties: { Broken: { 'Fn::Nonsense': 1 } } },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
  })
  expect(model.functions).toEqual([])
})
