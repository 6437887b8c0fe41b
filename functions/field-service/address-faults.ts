import type { FieldServiceContact, FieldServiceLine } from '../../shared/domain/field-service-order.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

/** Labels that two addresses share, and lines that go to an address which the contact does not have. Pure. */
export function addressFaults(
  contact: FieldServiceContact | undefined,
  lines: readonly Pick<FieldServiceLine, 'addressLabel'>[],
): FieldFault[] {
  const labels = (contact?.addresses ?? []).map(({ label }) => label)
  return [
    ...labels.flatMap((label, index): FieldFault[] =>
      labels.indexOf(label) < index
        ? [{ path: `body.contact.addresses.${String(index)}.label`, reason: 'invalid' }]
        : [],
    ),
    ...lines.flatMap(({ addressLabel }, index): FieldFault[] =>
      addressLabel === undefined || labels.includes(addressLabel)
        ? []
        : [{ path: `body.lines.${String(index)}.addressLabel`, reason: 'not-a-choice' }],
    ),
  ]
}
