// Drives the .NET client library of 2012 as its guide does. It alone begins bodies with a byte-order mark, sends
// Expect: 100-continue, and writes its precondition in two headers.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Google.GData.AccessControl;
using Google.GData.Calendar;
using Google.GData.Client;
using Google.GData.Extensions;

static class Program
{
    static CalendarService service;
    static string feeds;
    static Uri Events { get { return new Uri(feeds + "default/private/full"); } }

    static int Main(string[] args)
    {
        feeds = args[0] + "/calendar/feeds/";
        var signIns = new Dictionary<string, GDataRequestFactory> {
            { "GoogleLogin", new GDataGAuthRequestFactory("cl", "test") { GAuthToken = args[1] } },
            { "AuthSub", new GAuthSubRequestFactory("cl", "test") { Token = args[1] } },
        };
        foreach (var signIn in signIns)
        {
            // Else it turns every address into https.
            signIn.Value.UseSSL = false;
            service = new CalendarService("test") { RequestFactory = signIn.Value };
            ListCalendars();
        }
        SignInByClientLogin(args[0], args[2], args[3]);
        ChangeCalendar();
        Share();
        ChangeEvent();
        Repeat();
        Conflict();
        Batch();
        Page();
        Console.WriteLine("done");
        return 0;
    }

    static CalendarService Service(string url, string email, string password)
    {
        var factory = new GDataGAuthRequestFactory("cl", "test") { Handler = url + "/accounts/ClientLogin", UseSSL = false };
        return new CalendarService("test") { RequestFactory = factory, Credentials = new GDataCredentials(email, password) };
    }

    // The rest goes on with the token that it gets here.
    static void SignInByClientLogin(string url, string email, string password)
    {
        for (var i = 0; i < 10; i += 1)
            Refused<InvalidCredentialsException>(() => Service(url, email, "wrong " + i).QueryClientLoginToken());
        var captcha = Refused<CaptchaRequiredException>(() => Service(url, email, "wrong again").QueryClientLoginToken());
        Check(captcha.Token.Length > 20 && captcha.Url.Contains("Captcha?ctoken="), "a captcha");
        service = Service(url, email, password);
        ListCalendars();
    }

    static void Check(bool holds, string what)
    {
        if (!holds) throw new Exception("not so: " + what);
    }

    static T Refused<T>(Action action) where T : Exception
    {
        try { action(); }
        catch (T refusal) { return refusal; }
        throw new Exception("not refused: " + typeof(T).Name);
    }

    static HttpStatusCode Status(Action action)
    {
        return ((HttpWebResponse)Refused<GDataRequestException>(action).Response).StatusCode;
    }

    static void ListCalendars()
    {
        var entries = service.Query(new CalendarQuery(feeds + "default/allcalendars/full")).Entries;
        var primary = entries.Cast<CalendarEntry>().Single();
        Check(primary.Title.Text == "alice@example.org" && primary.AccessLevel == "owner", "the primary calendar");
        Check(primary.TimeZone == "Europe/Berlin" && primary.Color.StartsWith("#"), "its zone and colour");
    }

    static void ChangeCalendar()
    {
        var own = new Uri(feeds + "default/owncalendars/full");
        var calendar = new CalendarEntry {
            Title = { Text = "Little League" }, Summary = { Text = "Games" }, TimeZone = "America/Los_Angeles",
            Hidden = false, Color = "#2952A3", Location = new Where("", "", "Oakland"),
        };
        var made = service.Insert(own, calendar);
        Check(made.TimeZone == "America/Los_Angeles" && made.Location.ValueString == "Oakland", "a new calendar");
        made.Title.Text = "New title";
        made.Color = "#0D7813";
        made.Selected = true;
        var changed = (CalendarEntry)made.Update();
        Check(changed.Title.Text == "New title" && changed.Color == "#0D7813" && changed.Selected, "a changed calendar");
        changed.Delete();
        Check(service.Query(new CalendarQuery(own.ToString())).Entries.Count == 1, "a deleted calendar");
    }

    static void Share()
    {
        var address = new Uri(feeds + "default/acl/full");
        var rule = new AclEntry { Scope = new AclScope("bob@example.org", AclScope.SCOPE_USER), Role = AclRole.ACL_CALENDAR_READ };
        var made = (AclEntry)service.Insert(address, rule);
        made.Role = AclRole.ACL_CALENDAR_EDITOR;
        Check(((AclEntry)made.Update()).Role.Value == AclRole.ACL_CALENDAR_EDITOR.Value, "a changed rule");
        Check(service.Query(new AclQuery(address.ToString())).Entries.Count == 2, "two rules");
        made.Delete();
        Check(service.Query(new AclQuery(address.ToString())).Entries.Count == 1, "one rule");
    }

    static EventEntry Tennis(string title, int day)
    {
        var start = new DateTime(2026, 3, day, 15, 0, 0, DateTimeKind.Utc);
        var entry = new EventEntry(title, "Meet for a quick lesson.", "Rolling Lawn Courts");
        entry.Times.Add(new When(start, start.AddHours(2)));
        return entry;
    }

    static void ChangeEvent()
    {
        var entry = Tennis("Tennis with Zoë", 2);
        entry.Reminder = new Reminder { Minutes = 15, Method = Reminder.ReminderMethod.alert };
        entry.Participants.Add(new Who { Email = "bob@example.org", Rel = Who.RelType.EVENT_ATTENDEE });
        entry.ExtensionElements.Add(new ExtendedProperty { Name = "id", Value = "1 & 2" });
        var made = service.Insert(Events, entry);
        Check(made.Title.Text == "Tennis with Zoë" && made.Locations[0].ValueString == "Rolling Lawn Courts", "a new event");
        Check(made.Times[0].StartTime.ToUniversalTime() == entry.Times[0].StartTime.ToUniversalTime(), "its start");
        Check(made.Times[0].Reminders.Single().Minutes == 15, "its reminder");
        Check(made.Participants.Any(who => who.Email == "bob@example.org"), "its guest");

        made.Title.Text = "Tennis moved";
        made.Times[0].EndTime = made.Times[0].EndTime.AddHours(1);
        var changed = (EventEntry)made.Update();
        Check(changed.Title.Text == "Tennis moved" && changed.Etag != made.Etag, "a changed event");
        var kept = changed.ExtensionElements.OfType<ExtendedProperty>().Single();
        Check(kept.Value == "1 & 2" && changed.Participants.Count == made.Participants.Count, "what was not changed");

        var found = service.Query(new EventQuery(Events.ToString()) { Query = "moved -golf", StartTime = new DateTime(2026, 3, 1), EndTime = new DateTime(2026, 4, 1) });
        Check(found.Entries.Single().Title.Text == "Tennis moved", "a found event");
        changed.Delete();
        Check(service.Query(new EventQuery(Events.ToString())).Entries.Count == 0, "a deleted event");
    }

    static void Repeat()
    {
        var entry = new EventEntry("Lessons");
        entry.Recurrence = new Recurrence { Value = "DTSTART;VALUE=DATE:20100504\r\nDTEND;VALUE=DATE:20100505\r\nRRULE:FREQ=WEEKLY;BYDAY=Tu;UNTIL=20100904\r\n" };
        var made = service.Insert(Events, entry);
        Check(made.Recurrence.Value.Contains("RRULE:FREQ=WEEKLY"), "a series");
        var query = new EventQuery(Events.ToString()) { SingleEvents = true, SortOrder = CalendarSortOrder.ascending, NumberToRetrieve = 100 };
        query.ExtraParameters = "orderby=starttime";
        var days = service.Query(query).Entries.Cast<EventEntry>().ToList();
        Check(days.Count == 18 && days[0].Times[0].AllDay && days[0].OriginalEvent.IdOriginal == made.EventId, "its days");
        days[1].Title.Text = "Lesson moved";
        days[1].Update();
        days[2].Delete();
        Check(service.Query(query).Entries.Cast<EventEntry>().Count(day => day.Title.Text == "Lessons") == 16, "its exceptions");
        ((EventEntry)service.Get(made.SelfUri.ToString())).Delete();
    }

    static void Conflict()
    {
        var made = service.Insert(Events, Tennis("Once", 3));
        var other = (EventEntry)service.Get(made.SelfUri.ToString());
        other.Title.Text = "First";
        other.Update();
        made.Title.Text = "Second";
        Check(Status(() => made.Update()) == HttpStatusCode.PreconditionFailed, "a stale change");
        var unchanged = new EventQuery(made.SelfUri.ToString()) { Etag = ((EventEntry)service.Get(made.SelfUri.ToString())).Etag };
        Refused<GDataNotModifiedException>(() => service.Query(unchanged));
        made.Etag = "*";
        made.Delete();
    }

    static void Batch()
    {
        var feed = service.Query(new EventQuery(Events.ToString()));
        var batch = new AtomFeed(feed) { BatchData = new GDataBatchFeedData { Type = GDataBatchOperationType.insert } };
        for (var day = 1; day <= 3; day++)
        {
            var entry = Tennis("Batch " + day, day);
            entry.BatchData = new GDataBatchEntryData("new " + day, GDataBatchOperationType.insert);
            batch.Entries.Add(entry);
        }
        var made = service.Batch(batch, new Uri(feed.Batch)).Entries.Cast<EventEntry>().ToList();
        Check(made.All(entry => entry.BatchData.Status.Code == 201), "three inserts");

        var second = new AtomFeed(feed);
        made[0].Title.Text = "Batch changed";
        made[0].BatchData = new GDataBatchEntryData("update", GDataBatchOperationType.update);
        made[1].BatchData = new GDataBatchEntryData("delete", GDataBatchOperationType.delete);
        made[2].BatchData = new GDataBatchEntryData("query", GDataBatchOperationType.query);
        var lost = new EventEntry { Id = new AtomId(feeds + "default/events/nothing"), BatchData = new GDataBatchEntryData("lost", GDataBatchOperationType.query) };
        foreach (var entry in new[] { made[0], made[1], made[2], lost }) second.Entries.Add(entry);
        var answers = service.Batch(second, new Uri(feed.Batch)).Entries.ToDictionary(entry => entry.BatchData.Id);
        Check(answers["update"].BatchData.Status.Code == 200 && answers["update"].Title.Text == "Batch changed", "an update");
        Check(answers["delete"].BatchData.Status.Code == 200, "a deletion");
        Check(answers["query"].BatchData.Status.Code == 200 && answers["query"].Title.Text == "Batch 3", "a query");
        Check(answers["lost"].BatchData.Status.Code >= 400, "an error");
    }

    static void Page()
    {
        var query = new EventQuery(Events.ToString()) { NumberToRetrieve = 1 };
        var titles = new List<string>();
        for (var feed = service.Query(query); ; feed = service.Query(new EventQuery(feed.NextChunk)))
        {
            titles.AddRange(feed.Entries.Select(entry => entry.Title.Text));
            if (feed.NextChunk == null) break;
        }
        titles.Sort();
        Check(string.Join(",", titles) == "Batch 3,Batch changed", "two pages");
        var closed = new EventQuery(feeds + "bob@example.org/private/full");
        Check(Status(() => service.Query(closed)) == HttpStatusCode.Forbidden, "a closed calendar");
    }
}
