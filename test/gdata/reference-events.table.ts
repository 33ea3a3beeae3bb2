export const when = "<gd:when startTime='2010-03-13T14:00:00.000+01:00' endTime='2010-03-13T14:30:00.000+01:00'/>";
export const g = (word: string): string => `http://schemas.google.com/g/2005#event.${word}`;
export const who = (more: string, rel = 'attendee'): string =>
  `<gd:who email='bob@example.org' rel='${g(rel)}' valueString='Bob'>${more}</gd:who>`;
export const sync = "<gCal:syncEvent value='true'/>";
const gadget = `<link rel="http://schemas.google.com/gCal/2005/webContent" href="http://www.google.com/favicon.ico" title="DateTime Gadget (a classic!)" type="application/x-google-gadgets+xml"><gCal:webContent url="http://google.com/ig/modules/datetime.xml" width="300" height="136"><gCal:webContentGadgetPref name="color" value="green" /></gCal:webContent></link>`;

export const point = (pos: string): string =>
  `<where xmlns='http://www.georss.org/georss'><g:Point xmlns:g='http://www.opengis.net/gml'><g:pos>${pos}</g:pos></g:Point></where>`;

type Row = [element: string, sent: string, shown: string | RegExp];

/** Every element of an event that the Atom reference and the common elements name; `shown` is in the answer, and stays there. */
export const rows: Row[] = [
  ['gCal:additionalGuests', who('<gCal:additionalGuests value="5" />'), "<gCal:additionalGuests value='5'/>"],
  ['gCal:resource', who('<gCal:resource value="true"/>'), "<gCal:resource value='true'/>"],
  ['gCal:sequence', `${sync}<gCal:sequence value='1' />`, "<gCal:sequence value='1'/>"],
  ['gCal:sequence without gCal:syncEvent', "<gCal:sequence value='7' />", "<gCal:sequence value='0'/>"],
  [
    'gCal:uid',
    `${sync}<gCal:uid value='t9d6o9stha0j0cblaoi4s5l29c' />`,
    "<gCal:uid value='t9d6o9stha0j0cblaoi4s5l29c'/>",
  ],
  ['gCal:uid without gCal:syncEvent', "<gCal:uid value='mine' />", /<gCal:uid value='(?!mine')[^']+'\/>/],
  [
    'gCal:suppressReplyNotifications',
    '<gCal:suppressReplyNotifications value="true" methods="email" />',
    /suppressReplyNotifications [^>]*(?:value='true'[^>]*methods='email'|methods='email'[^>]*value='true')/,
  ],
  ['gCal:webContent', gadget, "<gCal:webContentGadgetPref name='color' value='green'/>"],
  [
    'gCal:webContent, its link',
    gadget,
    "href='http://www.google.com/favicon.ico' title='DateTime Gadget (a classic!)'",
  ],
  [
    'gCal:webContent, its size',
    gadget,
    "<gCal:webContent height='136' url='http://google.com/ig/modules/datetime.xml' width='300'>",
  ],
  [
    'gCal:webContentGadgetPrefs, as its text has it',
    gadget.replaceAll('GadgetPref ', 'GadgetPrefs '),
    "<gCal:webContentGadgetPref name='color' value='green'/>",
  ],
  [
    'gCal:webContent@display',
    gadget.replace('width=', "display='CHIP' width="),
    "<gCal:webContent display='CHIP' height='136'",
  ],
  [
    'gCal:guestsCanModify',
    "<gCal:guestsCanModify value='true' /><gCal:guestsCanInviteOthers value='true' /><gCal:guestsCanSeeGuests value='true' />",
    "<gCal:guestsCanModify value='true'/>",
  ],
  ['gCal:guestsCanModify by default', '', "<gCal:guestsCanModify value='false'/>"],
  [
    'gCal:guestsCanInviteOthers',
    "<gCal:guestsCanInviteOthers value='false' />",
    "<gCal:guestsCanInviteOthers value='false'/>",
  ],
  ['gCal:guestsCanInviteOthers by default', '', "<gCal:guestsCanInviteOthers value='true'/>"],
  ['gCal:guestsCanSeeGuests', "<gCal:guestsCanSeeGuests value='false' />", "<gCal:guestsCanSeeGuests value='false'/>"],
  ['gCal:guestsCanSeeGuests by default', '', "<gCal:guestsCanSeeGuests value='true'/>"],
  ['gCal:anyoneCanAddSelf', "<gCal:anyoneCanAddSelf value='true'/>", "<gCal:anyoneCanAddSelf value='true'/>"],
  ['gCal:privateCopy', "<gCal:privateCopy value='true'/>", "<gCal:privateCopy value='true'/>"],
  ...['confirmed', 'tentative', 'canceled'].map((word): Row => {
    const status = `<gd:eventStatus value='${g(word)}'/>`;
    return [`gd:eventStatus ${word}`, status, status];
  }),
  ['gd:eventStatus by default', '', g('confirmed')],
  ...['opaque', 'transparent'].map((word): Row => {
    const shown = `<gd:transparency value='${g(word)}'/>`;
    return [`gd:transparency ${word}`, shown, shown];
  }),
  ...['default', 'public', 'private', 'confidential'].map((word): Row => {
    const shown = `<gd:visibility value='${g(word)}'/>`;
    return [`gd:visibility ${word}`, shown, shown];
  }),
  ...['attendee', 'speaker', 'performer'].map((rel): Row => [
    `gd:who@rel ${rel}`,
    who('', rel),
    `email='bob@example.org' rel='${g(rel)}'`,
  ]),
  ['gd:who@rel absent', "<gd:who email='bob@example.org'/>", `email='bob@example.org' rel='${g('attendee')}'`],
  [
    'gd:who@rel organizer is the calendar’s owner',
    who('', 'organizer'),
    `email='alice@example.org' rel='${g('organizer')}'`,
  ],
  ['gd:who@valueString', who(''), "valueString='Bob'"],
  ...['invited', 'accepted', 'declined', 'tentative'].map((word): Row => {
    const status = `<gd:attendeeStatus value='${g(word)}'/>`;
    return [`gd:attendeeStatus ${word}`, who(status).replace('bob@example.org', 'x@elsewhere.test'), status];
  }),
  [
    'gd:attendeeType optional',
    who(`<gd:attendeeType value='${g('optional')}'/>`),
    `<gd:attendeeType value='${g('optional')}'/>`,
  ],
  // The default, which is not said.
  ['gd:attendeeType required', who(`<gd:attendeeType value='${g('required')}'/>`), /^(?!.*attendeeType).*$/s],
  ['gd:where', "<gd:where rel='' label='' valueString='Oakland'/>", "<gd:where valueString='Oakland'/>"],
  [
    'gd:where@rel and @label',
    `<gd:where valueString='A'/><gd:where rel='${g('parking')}' label='Deck 2' valueString='Garage'/>`,
    `<gd:where label='Deck 2' rel='${g('parking')}' valueString='Garage'/>`,
  ],
  [
    'georss:where',
    `<gd:where valueString='Saint Petersburg'/>${point('59.939039 30.315785')}`,
    '<gml:Point><gml:pos>59.939039 30.315785</gml:pos></gml:Point>',
  ],
  ['georss:where without gd:where', point('-12.5 +130'), '<gml:pos>-12.5 130</gml:pos>'],
  ['georss:where without a point', "<where xmlns='http://www.georss.org/georss'/>", /^(?!.*gml:pos).*$/s],
  ['gd:where by default', '', "<gd:where valueString=''/>"],
  [
    'gd:extendedProperty',
    "<gd:extendedProperty name='id' value='4711'/>",
    "<gd:extendedProperty name='id' value='4711'/>",
  ],
  [
    'gd:extendedProperty@realm shared',
    "<gd:extendedProperty name='id' value='s' realm='http://schemas.google.com/g/2005#shared'/>",
    "<gd:extendedProperty name='id' value='s'/>",
  ],
  [
    'gd:extendedProperty@realm calendar',
    "<gd:extendedProperty name='id' value='c' realm='http://schemas.google.com/gCal/2005#calendar'/>",
    "<gd:extendedProperty name='id' realm='http://schemas.google.com/gCal/2005#calendar' value='c'/>",
  ],
  [
    'gd:extendedProperty of one name in both realms',
    "<gd:extendedProperty name='foo' value='s'/><gd:extendedProperty name='foo' value='c' realm='http://schemas.google.com/gCal/2005#calendar'/>",
    /name='foo' value='s'.*name='foo' realm='[^']*calendar' value='c'/,
  ],
  [
    'gd:extendedProperty with XML inside',
    "<gd:extendedProperty name='x'><a xmlns='urn:a'>1</a></gd:extendedProperty>",
    /name='x'[^>]*>.*1<\//,
  ],
  ...(['alert', 'email', 'sms'] as const).map((method): Row => [
    `gd:reminder@method ${method}`,
    when.replace('/>', `><gd:reminder method='${method}' minutes='10'/></gd:when>`),
    `<gd:reminder method='${method}' minutes='10'/>`,
  ]),
  [
    'gd:reminder@hours',
    "<gd:reminder hours='2' method='alert'/>",
    /<gd:reminder (?:hours='2' method='alert'|method='alert' minutes='120')\/>/,
  ],
  [
    'gd:reminder@days',
    "<gd:reminder days='1' method='alert'/>",
    /<gd:reminder (?:days='1' method='alert'|method='alert' minutes='1440')\/>/,
  ],
  [
    'gd:reminder@absoluteTime',
    "<gd:reminder absoluteTime='2010-03-13T12:00:00Z' method='alert'/>",
    /<gd:reminder absoluteTime='2010-03-13T1[23]:00:00[^']*' method='alert'\/>/,
  ],
  ['gd:reminder none', "<gd:reminder method='none'/>", /^(?!.*<gd:reminder).*$/s],
  [
    'gd:when of days',
    "<gd:when startTime='2010-05-05' endTime='2010-05-06'/>",
    "<gd:when endTime='2010-05-06' startTime='2010-05-05'/>",
  ],
  [
    'gd:when without an end',
    "<gd:when startTime='2010-03-13T14:00:00.000+01:00'/>",
    /<gd:when (?:endTime='[^']*' )?startTime='2010-03-13T14:00:00.000\+01:00'/,
  ],
  [
    'gCal:displayTimezone',
    "<gd:when startTime='2010-03-13T08:00:00' endTime='2010-03-13T09:00:00'><gCal:displayTimezone start='America/New_York' end='America/New_York'/></gd:when>",
    "startTime='2010-03-13T14:00:00.000+01:00'><gCal:displayTimezone end='America/New_York' start='America/New_York'/>",
  ],
  [
    'gd:recurrence with VTIMEZONE',
    '<gd:recurrence>DTSTART;TZID=Home:20100501T100000\nDURATION:PT3600S\nRRULE:FREQ=DAILY;COUNT=2\nBEGIN:VTIMEZONE\nTZID:Home\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE</gd:recurrence>',
    /DTSTART;TZID=[^:]*:20100501T100000/,
  ],
  [
    'gd:recurrence without VTIMEZONE',
    '<gd:recurrence>DTSTART;TZID=Europe/Berlin:20100501T100000\r\nDTEND;TZID=Europe/Berlin:20100501T110000\r\nRRULE:FREQ=WEEKLY;BYDAY=Sa;COUNT=3\r\nEXDATE;TZID=Europe/Berlin:20100508T100000\r\nRDATE;TZID=Europe/Berlin:20100510T100000\r\n</gd:recurrence>',
    /DTSTART;TZID=Europe\/Berlin:20100501T100000.*RRULE:FREQ=WEEKLY;.*RDATE.*EXDATE|DTSTART;TZID=Europe\/Berlin:20100501T100000.*RRULE:FREQ=WEEKLY;.*EXDATE.*RDATE/s,
  ],
  ['gd:comments', '', /<gd:comments><gd:feedLink href='[^']*\/comments'\/><\/gd:comments>/],
  ['atom:title of HTML', "<title type='html'>A &lt;b&gt;bold&lt;/b&gt; plan</title>", '<title>A bold plan</title>'],
  [
    'atom:content of HTML',
    "<content type='html'>&lt;b&gt;x&lt;/b&gt;</content>",
    "<content type='html'>&lt;b&gt;x&lt;/b&gt;</content>",
  ],
  ['atom:category of one’s own', "<category scheme='urn:own' term='t'/>", /<category [^>]*scheme='urn:own'/],
  [
    "atom:link[@rel='related']",
    "<link rel='related' type='text/html' href='https://example.org/r'/>",
    /<link [^>]*href='https:\/\/example.org\/r'/,
  ],
  [
    "atom:link[@rel='source']",
    "<link rel='source' type='application/atom+xml' href='https://example.org/s'/>",
    /href='https:\/\/example.org\/s'/,
  ],
  [
    "atom:link[@rel='alternate'][@type='text/calendar']",
    "<link rel='alternate' type='text/calendar' href='https://example.org/c.ics'/>",
    /href='https:\/\/example.org\/c.ics'/,
  ],
  ['atom:source', '<source><id>urn:other</id><title>Elsewhere</title></source>', /<[^>]*source[^>]*>.*Elsewhere/],
  ['another namespace', "<x:y xmlns:x='urn:x' z='1'>w</x:y>", /y [^>]*z='1'/],
];
