import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { StackProps } from 'aws-cdk-lib'
import * as cognito from 'aws-cdk-lib/aws-cognito'
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { groups } from '../../shared/http/groups.ts'
import { inboxRule } from '../constructs/mail-inbox.ts'
import { PrivateBucket } from '../constructs/private-bucket.ts'
import { table as shape } from '../../shared/store/table.ts'
import type { Stage } from '../stages.ts'

export interface DataStackProps extends StackProps {
  readonly stage: Stage
}

/** What must outlive every deployment: the records, the files, the staff's accounts. */
export class DataStack extends Stack {
  readonly table: dynamodb.Table
  readonly files: PrivateBucket
  readonly staff: cognito.UserPool
  readonly client: cognito.UserPoolClient

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { stage, ...settings } = props
    super(scope, id, { terminationProtection: true, ...settings })

    const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING })
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: text(shape.partitionKey),
      sortKey: text(shape.sortKey),
      timeToLiveAttribute: shape.timeToLive,
      stream: dynamodb.StreamViewType[shape.stream],
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    for (const index of Object.values(shape.indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: dynamodb.ProjectionType[index.projection],
      })
    }

    this.files = new PrivateBucket(this, 'Files', {
      versioned: true,
      lifecycleRules: [
        // An export holds every customer of a dealer; once it is taken over only the report of it is of use.
        { prefix: 'imports/', expiration: Duration.days(90) },
        { prefix: 'reports/', expiration: Duration.days(365) },
        // What records were before an import: an import may be taken back for 30 days at most.
        { prefix: 'undo/', expiration: Duration.days(31) },
        // Records of the warranty are kept for six years (SAMR Order 43, Art. 17); manifests are part of them.
        { prefix: 'manifests/', expiration: Duration.days(7 * 366) },
        // Call lists as mailed: proof for as long as a claim may be brought (Civil Code, article 188: three years).
        { prefix: 'mail/', expiration: Duration.days(3 * 366) },
        // Manufacturers' mail as it came, and its attachments: warranty records are kept for six years
        // (SAMR Order 43, article 17).
        { prefix: 'inbox/', expiration: Duration.days(6 * 366) },
        { prefix: 'notices/', expiration: Duration.days(6 * 366) },
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    })

    const access = new PrivateBucket(this, 'FilesAccess', {
      lifecycleRules: [{ expiration: Duration.days(365) }],
    })
    this.files.logAccessTo(access, 'files')
    this.files.takeMailOf(inboxRule(this, stage.name).arn, 'inbox')

    this.staff = new cognito.UserPool(this, 'Staff', {
      selfSignUpEnabled: false,
      // The address is the user name: with names beside it Cognito refuses a name in the form of an address.
      signInAliases: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // The tenant. Fixed for good when an account is made: who changes dealers gets a new account.
      customAttributes: {
        dealerId: new cognito.StringAttribute({ minLen: 2, maxLen: 32, mutable: false }),
        // The member of staff behind the account, where it is one: whose list, whose duties.
        staffId: new cognito.StringAttribute({ minLen: 24, maxLen: 24, mutable: true }),
      },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    for (const { name, description } of groups) {
      new cognito.CfnUserPoolGroup(this, `Group-${name}`, {
        userPoolId: this.staff.userPoolId,
        groupName: name,
        description,
      })
    }
    const seen = new cognito.ClientAttributes().withStandardAttributes({ email: true, fullname: true })
    this.client = this.staff.addClient('StaffApp', {
      authFlows: { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1), // a working day
      readAttributes: seen.withCustomAttributes('dealerId', 'staffId'),
      // Never the dealer or the member of staff: an account could move itself to another tenant's or person's.
      writeAttributes: seen,
    })

    // For whoever opens dealers and accounts: admin/first-dealer.ts.
    new CfnOutput(this, 'TableName', { value: this.table.tableName })
    new CfnOutput(this, 'UserPoolId', { value: this.staff.userPoolId })
  }
}
