/** How others fare in the same crash test, and how fast they are: quoted, not measured here. */

export interface PeerCrash {
  readonly name: string
  readonly missing: string
  readonly doubled: string
  readonly lastRecovered: string
}

export const peerCrashes: readonly PeerCrash[] = [
  {
    name: 'SQL `FOR UPDATE SKIP LOCKED`, batches of 25',
    missing: '0',
    doubled: '253',
    lastRecovered: '1.8 s',
  },
  { name: 'BullMQ 6.7', missing: '0', doubled: '30', lastRecovered: '60.5 s' },
  {
    name: 'graphile-worker 0.17, defaults / tuned',
    missing: '46 / 1,137 (locked up to 4 h)',
    doubled: '0',
    lastRecovered: '–',
  },
  {
    name: 'pg-boss 10.4, 20 per fetch',
    missing: '1,058 (until expiry)',
    doubled: '0',
    lastRecovered: '–',
  },
  { name: 'agenda 6.2 on PostgreSQL, 2,000 due', missing: '2,396', doubled: '0', lastRecovered: '–' },
  {
    name: 'a DynamoDB sketch: conditional claim, lease 2 s, doubt resolved by delivery records',
    missing: '0',
    doubled: '0',
    lastRecovered: '2.5–2.8 s',
  },
]

/** Messages a second, 200,000 stored and 20,000 due, a sender that does nothing. */
export const peerThroughput: readonly { readonly name: string; readonly perSecond: string }[] = [
  { name: 'SQL `FOR UPDATE SKIP LOCKED`', perSecond: '23,800–114,900' },
  { name: 'graphile-worker, tuned / defaults', perSecond: '35,300 / 3,300' },
  { name: 'BullMQ', perSecond: '19,100' },
  { name: 'pg-boss', perSecond: '16,750' },
  { name: 'agenda', perSecond: '726' },
  { name: 'the DynamoDB sketch, claims packed 25 to a record', perSecond: '38,200' },
  { name: 'the DynamoDB sketch, one conditional write per item', perSecond: '3,430' },
]
