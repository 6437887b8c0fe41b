import { NoticeLink } from '../domain/notice-link.ts'
import { readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string, secretHash: string) => ({
  pk: `${dealerId}#notice-link#${secretHash}`,
  sk: 'notice-link',
})

export const noticeLinkRecord = recordKind({
  entity: 'NoticeLink',
  schema: NoticeLink,
  key: ({ dealerId, secretHash }) => key(dealerId, secretHash),
})

export function noticeLinkStore(client: TableClient) {
  return {
    byHash: (dealerId: string, secretHash: string) =>
      readOne(client, noticeLinkRecord, key(dealerId, secretHash)),
  }
}
