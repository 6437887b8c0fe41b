import { serveQuery, type QueryServer } from './aws-query.ts'
import type { ProviderOptions } from './provider.ts'
import { sesService } from './stand-in-ses.ts'
import { snsService } from './stand-in-sns.ts'

export interface StandIns {
  readonly sns: QueryServer
  readonly ses: QueryServer
  stop(): Promise<void>
}

/** SNS (SMS to a number) and SES v1 (raw mail) for the unmodified SDK clients; what they accept is in the outbox. */
export async function startStandIns(options: ProviderOptions): Promise<StandIns> {
  const [sns, ses] = await Promise.all([serveQuery(snsService(options)), serveQuery(sesService(options))])
  return {
    sns,
    ses,
    async stop() {
      await Promise.all([sns.stop(), ses.stop()])
    },
  }
}
