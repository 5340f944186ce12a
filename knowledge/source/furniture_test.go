package source

import (
	"strings"
	"testing"
)

func TestFurniture(t *testing.T) {
	tests := []struct {
		line string
		want bool
	}{
		{"0 Comments", true},
		{"- 1 Views", true},
		{"No comments", true},
		{"1.2K views", true},
		{"Comments (14)", true},
		{"2 minutes read", true},
		{"5-minute read", true},
		{"Reading time: 4 min", true},
		{"3 hours ago", true},
		{"3 min read | 12 shares · Print", true},
		{"Share", true},
		{"Share this article on Tidebook", true},
		{"Leave a comment", true},
		{"Follow us on Tidebook and elsewhere", true},
		{"Subscribe", true},
		{"Subscribe to our newsletter!", true},
		{"Sign up for the morning briefing", true},
		{"Get the best of the sea in your inbox every day", true},
		{"ADVERTISEMENT", true},
		{"Advertisement - scroll to continue", true},
		{"Story continues below", true},
		{"We use cookies to make the tide better.", true},
		{"Accept all cookies", true},
		{"Cookie settings", true},
		{"© 2024 Tidewatch", true},
		{"All rights reserved.", true},
		{"Read more", true},
		{"Read more...", true},
		{"READ MORE: The Boats of Spring", true},
		{"See also: The Boats of Spring", true},
		{"Related stories", true},
		{"Continue reading the main story", true},
		{"Home > Sea > Piers", true},

		{"Comments by the mayor angered the crew.", false},
		{"12 views of the sea were painted.", false},
		{"Two minutes read like an age.", false},
		{"Share prices fell by 3%.", false},
		{"Sharing is hard.", false},
		{"Subscribers left the paper.", false},
		{"Sign-ups rose.", false},
		{"Advertisement spending fell.", false},
		{"Ads for boats were banned.", false},
		{"Cookies were sold on the pier.", false},
		{"Reading more books helps sailors.", false},
		{"Related work was done by Ana Holt.", false},
		{"Next story: none | The pier is old.", false},
		{"Home is the sailor.", false},
		{"Read more " + strings.Repeat("on the sea ", 30), false},
	}
	for _, tt := range tests {
		if got := isFurniture(tt.line); got != tt.want {
			t.Errorf("isFurniture(%q) = %t, want %t", tt.line, got, tt.want)
		}
	}
}

func TestTakeLine(t *testing.T) {
	tests := []struct{ line, want string }{
		{"Share- Tidewatch", "Tidewatch"},
		{"Share: Facebook", "-"},
		{"Source: tide.example", "tide.example"},
		{"Published by: The House of the Sea", "The House of the Sea"},
		{"Title: The Pier", "The Pier"},
		{"URL: https://tide.example/a", "https://tide.example/a"},
		{"By Ana Holt and Bo de Reed", "-"},
		{"Updated March 8, 2024", "-"},
		{"Published on: 8 March 2024, 10:30 a.m.", "2024-03-08"},
		{"Tidewatch | March 8, 2024", ""},
		{"March 8, 2024 | 3 min read", "2024-03-08"},
		{"Source: a sailor who left early", ""},
		{"Share- the boats of the people", ""},
		{"By noon the tide was high", ""},
		{"Published weekly since 1924.", ""},
		{"https://", ""},
		{"March 8, 2024: the pier burns", ""},
	}
	for _, tt := range tests {
		d := new(draft)
		got := ""
		if d.takeLine(tt.line) {
			got = d.title + d.publisher + d.published + d.url
			if got == "" {
				got = "-"
			}
		}
		if got != tt.want {
			t.Errorf("takeLine(%q) took %q, want %q (- is a line of the head that gives nothing)", tt.line, got, tt.want)
		}
	}
}

func TestDateOf(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2024-03-07", "2024-03-07"},
		{"2024/03/07", "2024-03-07"},
		{"2024-03-07T23:59:59.123-05:00", "2024-03-07"},
		{"2024-03-07T23:59:59Z", "2024-03-07"},
		{"March 07, 2024", "2024-03-07"},
		{"Mar. 7 2024", "2024-03-07"},
		{"Sept. 7th, 2024", "2024-09-07"},
		{"7 march 2024", "2024-03-07"},
		{"Thu, 07 Mar 2024 10:30:00 +0000", "2024-03-07"},
		{"Thursday, March 7, 2024 – 10.30 p.m. (EST)", "2024-03-07"},
		{"29 February 2024", "2024-02-29"},
		{"29 February 2023", ""},
		{"07/03/2024", ""},
		{"Octopus 2, 2024", ""},
		{"2024-13-01", ""},
		{"2024-00-10", ""},
		{"March 2024", ""},
		{"March 7, 2024 was a cold day", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, ok := dateOf(tt.text)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("dateOf(%q) = %q, %t, want %q", tt.text, got, ok, tt.want)
		}
	}
}
