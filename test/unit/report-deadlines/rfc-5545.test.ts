import { describe, expect, it } from 'vitest'
import { faultsOfCalendar } from './rfc-5545.ts'

const lawful = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//a//b//ZH',
  'BEGIN:VEVENT',
  'UID:1@x',
  'SEQUENCE:1',
  'DTSTAMP:20261101T000000Z',
  'DTSTART:20261125T090000Z',
  'SUMMARY:盘点\\, 一',
  ' 次',
  'DESCRIPTION:x',
  'LAST-MODIFIED:20261101T000000Z',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'TRIGGER:-P1D',
  'DESCRIPTION:x',
  'END:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

describe('the check of RFC 5545', () => {
  it('finds nothing in a calendar that is lawful', () => {
    expect(faultsOfCalendar(lawful)).toEqual([])
  })

  it.each([
    ['a line that ends with LF alone', (text: string) => text.replace('2.0\r\n', '2.0\n')],
    ['no end of the last line', (text: string) => text.trimEnd()],
    ['a line of 76 octets', (text: string) => text.replace('盘点', '盘'.repeat(21))],
    ['a property that is missing', (text: string) => text.replace('UID:1@x\r\n', '')],
    ['a property twice', (text: string) => text.replace('SEQUENCE:1', 'SEQUENCE:1\r\nSEQUENCE:2')],
    ['a local time', (text: string) => text.replace('20261125T090000Z', '20261125T170000')],
    ['a comma that is not escaped', (text: string) => text.replace('\\,', ',')],
    ['a duration that is none', (text: string) => text.replace('-P1D', '-1D')],
    ['a reminder without words', (text: string) => text.replace('-P1D\r\nDESCRIPTION:x', '-P1D')],
    ['a component that does not end', (text: string) => text.replace('END:VALARM\r\n', '')],
    ['a character cut in two', (text: string) => text.replace('盘点', '盘\uFFFD')],
    [
      'two events of one name',
      (text: string) => {
        const event = text.slice(text.indexOf('BEGIN:VEVENT'), text.indexOf('END:VCALENDAR'))
        return text.replace('END:VCALENDAR', `${event}END:VCALENDAR`)
      },
    ],
  ])('finds %s', (_, broken) => {
    expect(faultsOfCalendar(broken(lawful)).length).toBeGreaterThan(0)
  })
})
