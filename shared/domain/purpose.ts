import * as z from 'zod'

/** The jobs that decide due items of vehicles. */
export const VehiclePurpose = z.enum(['maintenance-reminders', 'insurance-call-lists'])
export type VehiclePurpose = z.infer<typeof VehiclePurpose>

/** The jobs that decide due items, by the name that tables, settings and tables of results use. */
export const PurposeName = z.enum([
  ...VehiclePurpose.options,
  'appointment-reminders',
  'recall-notices',
  'report-deadlines',
])
export type PurposeName = z.infer<typeof PurposeName>

/**
 * What customers are written to about: what the jobs decide, and what follows at once from a person's work. Consent,
 * refusal and the day's account go by it.
 */
export const ContactPurpose = z.enum([
  ...VehiclePurpose.options,
  'appointment-reminders',
  'repair-status',
  'recall-notices',
])
export type ContactPurpose = z.infer<typeof ContactPurpose>

/** Of what a day is accounted for. */
export const AccountedPurpose = z.enum([...ContactPurpose.options, 'report-deadlines'])
export type AccountedPurpose = z.infer<typeof AccountedPurpose>

/** Message classes : they decide who may be disturbed, when, and with which consent. */
export const MessageClass = z.enum(['service', 'marketing', 'safety', 'staff', 'manufacturer'])
export type MessageClass = z.infer<typeof MessageClass>

export const Channel = z.enum(['sms', 'mail'])
export type Channel = z.infer<typeof Channel>
