// What a program does with the Go client: the address of the server and a token are its arguments.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"golang.org/x/oauth2"
	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
)

func main() {
	ctx := context.Background()
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: os.Args[2]})
	service, err := calendar.NewService(ctx, option.WithEndpoint(os.Args[1]+"/calendar/v3/"), option.WithTokenSource(source))
	must(err)
	made, err := service.Calendars.Insert(&calendar.Calendar{Summary: "From Go", TimeZone: "Europe/Berlin"}).Do()
	must(err)
	events(ctx, service, made.Id)
	conditions(service, made.Id)
	errors(service)
	must(service.Calendars.Delete(made.Id).Do())
	fmt.Println("done")
}

func events(ctx context.Context, service *calendar.Service, id string) {
	for day := 1; day <= 5; day++ {
		_, err := service.Events.Insert(id, event(day)).Do()
		must(err)
	}
	var titles []string
	list := service.Events.List(id).SingleEvents(true).OrderBy("startTime").MaxResults(2)
	must(list.Pages(ctx, func(page *calendar.Events) error {
		for _, one := range page.Items {
			titles = append(titles, one.Summary)
		}
		return nil
	}))
	same(strings.Join(titles, " "), "No.1 No.2 No.3 No.4 No.5")
}

func conditions(service *calendar.Service, id string) {
	made, err := service.Events.Insert(id, event(6)).Do()
	must(err)
	_, err = service.Events.Get(id, made.Id).IfNoneMatch(made.Etag).Do()
	same(googleapi.IsNotModified(err), true)
	changed, err := service.Events.Patch(id, made.Id, &calendar.Event{Location: "Here"}).Do()
	must(err)
	same(changed.Summary+" "+changed.Location, "No.6 Here")
	stale := service.Events.Update(id, made.Id, event(7))
	stale.Header().Set("If-Match", made.Etag)
	_, err = stale.Do()
	same(codeOf(err), http.StatusPreconditionFailed)
	must(service.Events.Delete(id, made.Id).Do())
}

func errors(service *calendar.Service) {
	_, err := service.Events.Get("primary", "nothere").Do()
	same(codeOf(err), http.StatusNotFound)
	same(err.(*googleapi.Error).Errors[0].Reason, "notFound")
}

func event(day int) *calendar.Event {
	at := func(hour int) *calendar.EventDateTime {
		return &calendar.EventDateTime{DateTime: fmt.Sprintf("2026-03-%02dT%02d:00:00Z", day, hour)}
	}
	return &calendar.Event{Summary: fmt.Sprintf("No.%d", day), Start: at(9), End: at(10)}
}

func codeOf(err error) int {
	if refusal, ok := err.(*googleapi.Error); ok {
		return refusal.Code
	}
	return 0
}

func same(actual, expected interface{}) {
	if actual != expected {
		panic(fmt.Sprintf("%v is not %v", actual, expected))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
