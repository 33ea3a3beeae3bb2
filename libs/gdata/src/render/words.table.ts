/** Texts that the server itself puts into feeds, in one language. */
export interface Words {
  when: string;
  to: string;
  who: string;
  where: string;
  status: string;
  description: string;
  recurring: string;
  firstStart: string;
  confirmed: string;
  tentative: string;
  canceled: string;
  busy: string;
  /** Around the name of an event, a person or a calendar. */
  comments: (event: string) => string;
  calendars: (person: string) => string;
  settings: (person: string) => string;
  access: (calendar: string) => string;
}

/** The first is what the old service wrote by default, and what others fall back to. */
export const words = {
  en: {
    when: 'When',
    to: 'to',
    who: 'Who',
    where: 'Where',
    status: 'Event Status',
    description: 'Event Description',
    recurring: 'Recurring Event',
    firstStart: 'First start',
    confirmed: 'confirmed',
    tentative: 'tentative',
    canceled: 'canceled',
    busy: 'Busy',
    comments: (event) => `Comments for: ${event}`,
    calendars: (person) => `${person}'s Calendar List`,
    settings: (person) => `${person}'s personal settings`,
    access: (calendar) => `${calendar}'s access control list`,
  },
  de: {
    when: 'Wann',
    to: 'bis',
    who: 'Wer',
    where: 'Wo',
    status: 'Terminstatus',
    description: 'Beschreibung',
    recurring: 'Wiederkehrender Termin',
    firstStart: 'Erster Beginn',
    confirmed: 'bestätigt',
    tentative: 'mit Vorbehalt',
    canceled: 'abgesagt',
    busy: 'Beschäftigt',
    comments: (event) => `Kommentare zu: ${event}`,
    calendars: (person) => `Kalenderliste von ${person}`,
    settings: (person) => `Persönliche Einstellungen von ${person}`,
    access: (calendar) => `Freigaben von ${calendar}`,
  },
  es: {
    when: 'Cuándo',
    to: 'a',
    who: 'Quién',
    where: 'Dónde',
    status: 'Estado del evento',
    description: 'Descripción',
    recurring: 'Evento periódico',
    firstStart: 'Primer inicio',
    confirmed: 'confirmado',
    tentative: 'provisional',
    canceled: 'cancelado',
    busy: 'Ocupado',
    comments: (event) => `Comentarios sobre: ${event}`,
    calendars: (person) => `Lista de calendarios de ${person}`,
    settings: (person) => `Configuración personal de ${person}`,
    access: (calendar) => `Lista de control de acceso de ${calendar}`,
  },
  fr: {
    when: 'Quand',
    to: 'à',
    who: 'Qui',
    where: 'Où',
    status: 'État de l’événement',
    description: 'Description',
    recurring: 'Événement périodique',
    firstStart: 'Premier début',
    confirmed: 'confirmé',
    tentative: 'provisoire',
    canceled: 'annulé',
    busy: 'Occupé',
    comments: (event) => `Commentaires sur : ${event}`,
    calendars: (person) => `Liste des agendas de ${person}`,
    settings: (person) => `Paramètres personnels de ${person}`,
    access: (calendar) => `Liste de contrôle d’accès de ${calendar}`,
  },
  it: {
    when: 'Quando',
    to: 'a',
    who: 'Chi',
    where: 'Dove',
    status: 'Stato dell’evento',
    description: 'Descrizione',
    recurring: 'Evento ricorrente',
    firstStart: 'Primo inizio',
    confirmed: 'confermato',
    tentative: 'provvisorio',
    canceled: 'annullato',
    busy: 'Occupato',
    comments: (event) => `Commenti su: ${event}`,
    calendars: (person) => `Elenco dei calendari di ${person}`,
    settings: (person) => `Impostazioni personali di ${person}`,
    access: (calendar) => `Elenco di controllo degli accessi di ${calendar}`,
  },
  nl: {
    when: 'Wanneer',
    to: 'tot',
    who: 'Wie',
    where: 'Waar',
    status: 'Status van afspraak',
    description: 'Beschrijving',
    recurring: 'Terugkerende afspraak',
    firstStart: 'Eerste begin',
    confirmed: 'bevestigd',
    tentative: 'voorlopig',
    canceled: 'geannuleerd',
    busy: 'Bezet',
    comments: (event) => `Reacties op: ${event}`,
    calendars: (person) => `Agendalijst van ${person}`,
    settings: (person) => `Persoonlijke instellingen van ${person}`,
    access: (calendar) => `Toegangslijst van ${calendar}`,
  },
} as const satisfies Record<string, Words>;

export type Language = keyof typeof words;
