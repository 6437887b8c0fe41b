import { RemovalPolicy } from 'aws-cdk-lib'
import * as iam from 'aws-cdk-lib/aws-iam'
import * as s3 from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

/** A bucket that nobody reaches from outside or in clear text, and that outlives its stack. */
export class PrivateBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: s3.BucketProps) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    })
  }

  /** What SES takes in by a receipt rule is put here, below `<prefix>/`. */
  takeMailOf(ruleArn: string, prefix: string): void {
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'IncomingMail',
        principals: [new iam.ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`${prefix}/*`)],
        conditions: {
          StringEquals: { 'AWS:SourceAccount': this.stack.account, 'AWS:SourceArn': ruleArn },
        },
      }),
    )
  }

  /** Who opened which file is written to another bucket, below `<prefix>/`. */
  logAccessTo(log: PrivateBucket, prefix: string): void {
    const bucket = this.node.defaultChild
    if (!(bucket instanceof s3.CfnBucket)) throw new Error(`${this.node.path} is not a bucket of this stack.`)
    bucket.loggingConfiguration = { destinationBucketName: log.bucketName, logFilePrefix: `${prefix}/` }
    log.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AccessLogs',
        principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [log.arnForObjects(`${prefix}/*`)],
        conditions: {
          ArnLike: { 'aws:SourceArn': this.bucketArn },
          StringEquals: { 'aws:SourceAccount': this.stack.account },
        },
      }),
    )
  }
}
