/** The settings of the Atom reference with what they are until a user says otherwise; v2 lists them in this order. */
export const settings: Readonly<Record<string, string>> = {
  alternateCalendar: '0',
  country: '',
  customCalMode: 'custom,4',
  dateFieldOrder: 'MDY',
  defaultCalMode: 'week',
  displayAllTimezones: 'false',
  format24HourTime: 'false',
  hideInvitations: 'false',
  hideWeekends: 'false',
  locale: 'en',
  showDeclinedEvents: 'true',
  timezone: 'Etc/UTC',
  timezoneLabel: '',
  userLocation: '',
  weather: '',
  weekStart: '0',
};
