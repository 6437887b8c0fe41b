import { MOST_REORDERS, standOf, type PartsOrder } from '../../shared/domain/parts-order.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

export interface ReorderedLine {
  readonly line: number
  readonly quantity: number
}

/** Everything that is missing of an order, by line. Pure. */
export function missingLines(order: PartsOrder): ReorderedLine[] {
  return order.lines.flatMap((line) => {
    const { missing } = standOf(order, line)
    return missing > 0 ? [{ line: line.line, quantity: missing }] : []
  })
}

/** Lines that cannot be ordered again: not in the order, named twice, or more pieces than are missing. Pure. */
export function reorderFaults(order: PartsOrder, asked: readonly ReorderedLine[]): FieldFault[] {
  const missing = new Map(missingLines(order).map(({ line, quantity }) => [line, quantity]))
  return asked.flatMap(({ line, quantity }, index): FieldFault[] => {
    const path = `body.lines.${String(index)}`
    if (!order.lines.some((each) => each.line === line))
      return [{ path: `${path}.line`, reason: 'not-a-choice' }]
    if (asked.findIndex((each) => each.line === line) < index)
      return [{ path: `${path}.line`, reason: 'invalid' }]
    return quantity > (missing.get(line) ?? 0) || isFull(order, line)
      ? [{ path: `${path}.quantity`, reason: 'too-large' }]
      : []
  })
}

function isFull(order: PartsOrder, line: number): boolean {
  return (order.lines.find((each) => each.line === line)?.reordered?.length ?? 0) >= MOST_REORDERS
}

/** The order whose missing pieces now come with another one. Pure. */
export function withReordered(
  order: PartsOrder,
  asked: readonly ReorderedLine[],
  partsOrderId: string,
): PartsOrder {
  return {
    ...order,
    lines: order.lines.map((line) => {
      const again = asked.find((each) => each.line === line.line)
      if (again === undefined) return line
      return { ...line, reordered: [...(line.reordered ?? []), { partsOrderId, quantity: again.quantity }] }
    }),
  }
}

/** The lines of the new order, in the order's own sequence. Pure. */
export function linesAgain(order: PartsOrder, asked: readonly ReorderedLine[]): PartsOrder['lines'] {
  return order.lines
    .flatMap(({ line, partNumber, partName }) => {
      const again = asked.find((each) => each.line === line)
      return again === undefined ? [] : [{ partNumber, partName, quantity: again.quantity }]
    })
    .map((each, index) => ({ line: index + 1, ...each }))
}
