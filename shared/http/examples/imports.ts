import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  cancelImport,
  createImport,
  downloadImportReport,
  listImportChanges,
  listImports,
  listUploads,
  readImport,
  readImportReport,
  startImport,
  undoImport,
  type ImportView,
} from '../routes/imports.ts'

const importId = 'imp_kqlnibu3txvyaquiavi5'
const createdAt = Instant.parse('2026-11-23T01:00:00.000Z')
const startedAt = Instant.parse('2026-11-23T01:10:00.000Z')
const endedAt = Instant.parse('2026-11-23T01:12:30.000Z')

const counted = { accepted: 0, created: 0, changed: 0, unchanged: 0, refused: 0, warned: 0, reasons: [] }
const opened: ImportView = {
  importId,
  etag: '"1"',
  status: 'open',
  dryRun: false,
  note: '11月第4周导出',
  allowed: ['start', 'cancel'],
  files: [{ file: 'customers', state: 'announced', ...counted }],
  createdAt,
  createdBy: 'stf_kqlnibu3txvyaquiavi5',
  updatedAt: createdAt,
}
const started: ImportView = {
  ...opened,
  etag: '"2"',
  status: 'started',
  allowed: [],
  files: [{ file: 'customers', state: 'arrived', bytes: 61_440, ...counted }],
  startedAt,
  startedBy: 'stf_kqlnibu3txvyaquiavi5',
  updatedAt: startedAt,
}
const done: ImportView = {
  ...started,
  etag: '"5"',
  status: 'done',
  allowed: ['undo'],
  files: [
    {
      file: 'customers',
      state: 'read',
      bytes: 61_440,
      encoding: 'gb18030',
      accepted: 596,
      created: 580,
      changed: 10,
      unchanged: 6,
      refused: 2,
      warned: 1,
      reasons: [
        {
          code: 'phone-invalid',
          rows: 2,
          zh: '手机号为空或不是有效的 11 位手机号：请向客户核实后改正',
          en: 'The mobile number is empty or not a valid 11-digit one: check it with the customer',
        },
      ],
    },
  ],
  endedAt,
  undoUntil: Instant.parse('2026-11-30T01:12:30.000Z'),
  updatedAt: endedAt,
}
const uploads = [
  {
    file: 'customers' as const,
    url: 'https://files.s3.ap-southeast-1.amazonaws.com',
    fields: {
      key: `imports/D001/${importId}/customers.csv`,
      'Content-Type': 'text/csv',
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': 'ASIAEXAMPLE/20261123/ap-southeast-1/s3/aws4_request',
      'x-amz-date': '20261123T010000Z',
      policy: 'eyJleHBpcmF0aW9uIjoiMjAyNi0xMS0yM1QwMjowMDowMC4wMDBaIn0=',
      'x-amz-signature': '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
    },
    mostBytes: 1_073_741_824,
    expiresAt: Instant.parse('2026-11-23T02:00:00.000Z'),
  },
]

export const importExamples = [
  example(createImport, {
    body: { files: ['customers'], note: '11月第4周导出' },
    response: { import: opened, uploads },
  }),
  example(listImports, { response: { items: [done] } }),
  example(readImport, { response: done }),
  example(listUploads, { response: { uploads } }),
  example(startImport, { response: started }),
  example(cancelImport, {
    response: { ...opened, etag: '"2"', status: 'cancelled', allowed: [], endedAt: startedAt },
  }),
  example(undoImport, {
    response: {
      ...done,
      etag: '"6"',
      status: 'undoing',
      allowed: [],
      undoUntil: Instant.parse('2026-11-30T01:12:30.000Z'),
      undo: {
        phase: 'checking',
        askedAt: endedAt,
        askedBy: 'stf_kqlnibu3txvyaquiavi5',
        total: 0,
        restored: 0,
      },
    },
  }),
  example(readImportReport, {
    response: {
      items: [
        {
          kind: 'refused',
          line: 17,
          field: '手机',
          value: '1380013800',
          code: 'phone-invalid',
          zh: '手机号为空或不是有效的 11 位手机号：请向客户核实后改正',
          en: 'The mobile number is empty or not a valid 11-digit one: check it with the customer',
        },
      ],
    },
  }),
  example(downloadImportReport, {
    response:
      '\uFEFF客户编号,姓名,手机,拒收行号,拒收列,拒收原因\r\nC00017,王芳,1380013800,17,手机,手机号为空或不是有效的 11 位手机号：请向客户核实后改正\r\n',
  }),
  example(listImportChanges, {
    response: {
      items: [
        {
          at: startedAt,
          by: 'stf_kqlnibu3txvyaquiavi5',
          action: 'started',
          before: { importId, status: 'open' },
          after: { importId, status: 'started' },
        },
      ],
    },
  }),
]
