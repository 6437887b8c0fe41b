import { describe, expect, it } from 'vitest'
import { table } from '../../../shared/store/table.ts'
import { part, refersTo, statementsAt, templates } from '../synthesized.ts'

const { ofType, data, service } = templates()

describe('the table', () => {
  const tables = ofType('AWS::DynamoDB::Table')
  const properties = tables[0]!.Properties
  const keys = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ]

  it('is one', () => expect(tables).toHaveLength(1))

  it('has the keys, indexes and time to live that the store uses', () => {
    expect(properties['KeySchema']).toEqual(keys(table))
    expect(properties['GlobalSecondaryIndexes']).toEqual(
      Object.values(table.indexes).map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index),
        Projection: { ProjectionType: index.projection },
      })),
    )
    const named = [table, ...Object.values(table.indexes)].flatMap((each) => [
      each.partitionKey,
      each.sortKey,
    ])
    expect(properties['AttributeDefinitions']).toEqual(
      named.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    )
    expect(properties['TimeToLiveSpecification']).toEqual({ AttributeName: table.timeToLive, Enabled: true })
    expect(properties['StreamSpecification']).toEqual({ StreamViewType: table.stream })
  })

  it('can be restored to any second, cannot be deleted, and costs what is used', () => {
    expect(properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
    })
  })
})

describe('buckets', () => {
  it.each(ofType('AWS::S3::Bucket'))('$id is private, encrypted, and speaks TLS only', (bucket) => {
    expect(bucket.Properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    expect(bucket.Properties['BucketEncryption']).toBeDefined()
    expect(part(bucket, 'LifecycleConfiguration.Rules')).not.toEqual([])
    const policies = ofType('AWS::S3::BucketPolicy').filter((policy) =>
      refersTo(policy.Properties['Bucket'], bucket.id),
    )
    expect(policies).toHaveLength(1)
    expect(statementsAt(policies[0]!, 'PolicyDocument')).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
  })
})

describe('staff accounts', () => {
  const [pool] = ofType('AWS::Cognito::UserPool')
  const [client] = ofType('AWS::Cognito::UserPoolClient')

  it('are made by an administrator, with a second factor', () => {
    expect(pool!.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      DeletionProtection: 'ACTIVE',
    })
  })

  it('are named by their mail address alone: beside other names Cognito takes no address as a name', () => {
    expect(pool!.Properties).toMatchObject({ UsernameAttributes: ['email'] })
    expect(pool!.Properties).not.toHaveProperty('AliasAttributes')
  })

  it('carry their dealer in the token and can never change it', () => {
    expect(pool!.Properties['Schema']).toContainEqual(
      expect.objectContaining({ Name: 'dealerId', Mutable: false }),
    )
    expect(client!.Properties['ReadAttributes']).toContain('custom:dealerId')
    expect(client!.Properties['WriteAttributes']).toEqual(['email', 'name'])
  })
})

describe('what holds data', () => {
  const holders = ['AWS::Cognito::UserPool', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket']

  it('outlives its stack, and stands in the one that no release touches', () => {
    const held = data.filter(({ Type }) => holders.includes(Type))
    expect(new Set(held.map(({ Type }) => Type)).size).toBe(holders.length)
    for (const { id, DeletionPolicy } of held) expect(DeletionPolicy, id).toBe('Retain')
    expect(service.filter(({ Type }) => holders.includes(Type))).toEqual([])
  })
})
