/**
 * What RFC 5545 asks of a calendar that is published, checked on its very bytes: the lines (3.1), the components' order,
 * the properties that must stand there once (3.6), and how each value that we write is spelled (3.3).
 */
export function faultsOfCalendar(text: string): string[] {
  return [...faultsOfLines(text), ...faultsOfComponents(unfolded(text))]
}

const MOST_OCTETS = 75

function faultsOfLines(text: string): string[] {
  const lines = text.split('\r\n')
  return [
    ...(text.endsWith('END:VCALENDAR\r\n') ? [] : ['it does not end with a line']),
    ...(/(?<!\r)\n|\r(?!\n)/.test(text) ? ['a line does not end with CRLF'] : []),
    ...lines.flatMap((line, index) =>
      Buffer.byteLength(line) > MOST_OCTETS ? [`line ${String(index + 1)} is longer than 75 octets`] : [],
    ),
    // A character cut in two does not come back from its bytes.
    ...(Buffer.from(text, 'utf8').toString('utf8') === text && !text.includes('\uFFFD')
      ? []
      : ['it is no UTF-8']),
  ]
}

function unfolded(text: string): string[] {
  return text.replaceAll('\r\n ', '').replaceAll('\r\n\t', '').split('\r\n').slice(0, -1)
}

const utc = /^\d{8}T\d{6}Z$/
const duration = /^[+-]?P(\d+W|\d+D(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)$/
/** Backslashes stand before what they escape, and what must be escaped has one. */
const escaped = /^(?:[^\\;,\n]|\\[\\;,nN])*$/

interface Shape {
  readonly within: string | undefined
  readonly once: readonly string[]
  readonly atMostOnce: readonly string[]
}

const shapes: Readonly<Record<string, Shape>> = {
  VCALENDAR: {
    within: undefined,
    once: ['PRODID', 'VERSION'],
    atMostOnce: ['NAME', 'X-WR-CALNAME', 'REFRESH-INTERVAL', 'X-PUBLISHED-TTL'],
  },
  VEVENT: {
    within: 'VCALENDAR',
    once: ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY', 'DESCRIPTION', 'LAST-MODIFIED', 'SEQUENCE'],
    atMostOnce: ['TRANSP'],
  },
  // 3.6.6: a reminder that is displayed has a description of its own.
  VALARM: { within: 'VEVENT', once: ['ACTION', 'TRIGGER', 'DESCRIPTION'], atMostOnce: [] },
}

const values: Readonly<Record<string, RegExp>> = {
  VERSION: /^2\.0$/,
  UID: /^\S+$/,
  DTSTAMP: utc,
  DTSTART: utc,
  'LAST-MODIFIED': utc,
  SEQUENCE: /^\d+$/,
  SUMMARY: escaped,
  DESCRIPTION: escaped,
  NAME: escaped,
  'X-WR-CALNAME': escaped,
  TRANSP: /^(OPAQUE|TRANSPARENT)$/,
  ACTION: /^DISPLAY$/,
  TRIGGER: duration,
  'REFRESH-INTERVAL': duration,
  'X-PUBLISHED-TTL': duration,
}

function faultsOfComponents(lines: readonly string[]): string[] {
  const faults: string[] = []
  const open: { name: string; properties: string[] }[] = []
  const uids = new Set<string>()
  for (const line of lines) {
    const [, name, value] = /^([A-Z][A-Z0-9-]*)(?:;[A-Z-]+=[^:;]+)*:(.*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined) faults.push(`no content line: ${line}`)
    else if (name === 'BEGIN') {
      if (!(value in shapes) || shapes[value]!.within !== open.at(-1)?.name)
        faults.push(`${value} stands in ${open.at(-1)?.name ?? 'nothing'}`)
      open.push({ name: value, properties: [] })
    } else if (name === 'END') {
      const ended = open.pop()
      if (ended?.name !== value) faults.push(`${value} ends before it begins`)
      else faults.push(...faultsOfProperties(ended.name, ended.properties))
    } else {
      open.at(-1)?.properties.push(name)
      if (open.length === 0) faults.push(`${name} stands outside`)
      if (values[name]?.test(value) === false) faults.push(`${name} is ${value}`)
      if (name === 'UID') {
        if (uids.has(value)) faults.push(`two events are ${value}`)
        uids.add(value)
      }
    }
  }
  return [...faults, ...open.map(({ name }) => `${name} does not end`)]
}

function faultsOfProperties(component: string, properties: readonly string[]): string[] {
  const { once = [], atMostOnce = [] } = shapes[component] ?? {}
  const count = (name: string) => properties.filter((each) => each === name).length
  return [
    ...once.flatMap((name) => (count(name) === 1 ? [] : [`${component} has ${String(count(name))} ${name}`])),
    ...atMostOnce.flatMap((name) => (count(name) > 1 ? [`${component} has more than one ${name}`] : [])),
    ...properties.flatMap((name) =>
      once.includes(name) || atMostOnce.includes(name) ? [] : [`${component} has ${name}`],
    ),
  ]
}
