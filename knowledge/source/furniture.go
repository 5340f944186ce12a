package source

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxFurniture is the length in characters of the longest line that is held
// against the rules: notices on cookies run to two lines, paragraphs beyond that.
const maxFurniture = 200

// furniture is what a whole line of page furniture looks like. Each rule takes the
// line from end to end or from an imperative that no report begins with, so that a
// sentence about views or advertising is not taken for it.
var furniture = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	// Counts and measures: "3 Comments", "1.2K views", "Comments (3)", "2 minutes read".
	`(?:\d[\d.,]*\s?[km]?|no) (?:comments?|views?|shares?|likes?|reads?|replies|reactions)`,
	`(?:comments?|views?|shares?|likes?)\s*[:(]\s*\d[\d.,]*\)?`,
	`\d+[ -]?min(?:ute)?s?\.?(?: of)? read(?:ing)?(?: time)?`,
	`(?:estimated )?read(?:ing)? time\s*:?\s*\d+\s*min(?:ute)?s?\.?`,
	`\d+ (?:minute|hour|day|week|month)s? ago`,
	// Buttons.
	`(?:share|save|print|email|tweet|copy link|listen|comments?|like|follow|menu|search|home|close|back to top|skip to (?:main )?content)`,
	`share (?:this|on|via)\b.{0,40}`,
	`(?:leave|post|add|write) a (?:comment|reply)\b.{0,40}`,
	`(?:follow|like|join) us\b.{0,80}`,
	`(?:click|tap) here\b.{0,80}`,
	// Calls to subscribe.
	`(?:please )?(?:subscribe|sign up|sign in|log in|register)(?:[.!]?|\s+(?:to|for|now|today|here|with|and|by)\b.{0,120})`,
	`(?:get|receive) (?:the|our|all the)\b.{0,60}\b(?:newsletter|inbox|alerts)\b.{0,40}`,
	`(?:already a|become a) (?:subscriber|member)\b.{0,60}`,
	// Advertisements.
	`(?:advertisement|advertising|advert|ads?|sponsored(?: content)?|promoted)(?: \d+)?`,
	`(?:advertisement|story|article) continues (?:below|after)\b.{0,40}`,
	`advertisement\s*[-–—:]?\s*scroll to continue`,
	// Cookies and rights.
	`(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*`,
	`(?:accept|reject|manage)(?: all)? cookies\b.{0,40}`,
	`(?:cookie|privacy) (?:policy|settings|preferences|notice)`,
	`(?:copyright|©|\(c\))\s.{0,20}\d{4}.*`,
	`all rights reserved\.?`,
	// Ways to other pages.
	`(?:read|see|show|load|view) (?:more|less)(?:[.…]*|\s*[:»>].*| (?:on|about|from|in) .*)`,
	`(?:(?:read|see|watch) (?:also|next)|also read|related(?: (?:articles?|stories|posts))?|recommended(?: for you)?|trending(?: now)?|most read|you (?:may|might) also like)\s*(?::.*)?`,
	`(?:continue|keep) reading\b.{0,60}`,
	`(?:next|previous) (?:article|story|post)\s*(?:[:»>].*)?`,
	`home\s*[>/»›].*`,
}, `|`) + `)$`)

// isFurniture reports whether a line is page furniture, and no part of an article
// wherever it stands.
func isFurniture(line string) bool {
	if utf8.RuneCountInString(line) > maxFurniture {
		return false
	}
	for _, part := range lineParts(line) {
		if !furniture.MatchString(part) {
			return false
		}
	}
	return true
}

var partMark = regexp.MustCompile(`\s+[|·•]\s+`)

// lineParts returns the parts of a line such as "2 May 2024 | 3 min read", without
// the dashes and dots that lists of them begin with.
func lineParts(line string) []string {
	parts := partMark.Split(line, -1)
	for i, p := range parts {
		parts[i] = bullet.ReplaceAllString(strings.TrimSpace(p), "")
	}
	return parts
}
