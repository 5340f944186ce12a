package discordtest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// Limits of messages.
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxEmbedText   = 6000 // over all embeds of a message
	maxTitle       = 256
	maxEmbedBody   = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxAuthor      = 256
	maxURL         = 2048
	maxRows        = 5
	maxInRow       = 5
	maxCustomID    = 100
	maxLabel       = 80
	maxButtonURL   = 512
	maxPlaceholder = 150
	maxNonce       = 25
	maxV2          = 40   // components, with FlagComponentsV2
	maxV2Text      = 4000 // characters of text in them
)

// messageRules are how one kind of message differs from others.
type messageRules struct {
	flags int // those that may be set
	files []File
	edit  bool
	more  func(value) // what else there is to check
}

// checkMessage checks the fields of a message. It gives what is no breach of Discord's rules but of what a careful bot does: it says
// that nobody is to be mentioned.
func (v value) checkMessage(rules messageRules) []string {
	v.get("tts").boolean()
	content := v.get("content").text(0, maxContent)
	flags := v.get("flags").flags(rules.flags)
	v.checkEmbeds(rules.files)
	v.checkComponents(flags)
	v.checkAttachments(rules.files)
	if rules.more != nil {
		rules.more(v)
	}
	if flags&FlagComponentsV2 != 0 && (content != "" || len(list(v.get("embeds").v)) > 0) {
		v.get("content").fail("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' and 'embeds' fields cannot be used with components V2")
	}
	return v.checkMentions(content)
}

// flags checks that no other flags are set than those that may be.
func (v value) flags(may int) int {
	n := v.integer(false, 0, 1<<31)
	if n&^may != 0 {
		v.fail("FLAGS_INVALID", "The flags %d cannot be set here; only %d can.", n&^may, may)
	}
	return n
}

// hasContent says whether a message with these fields has anything to see.
func hasContent(fields map[string]any) bool {
	if s, ok := fields["content"].(string); ok && strings.TrimSpace(s) != "" {
		return true
	}
	for _, e := range list(fields["embeds"]) {
		if object, ok := e.(map[string]any); ok && visible(object) {
			return true
		}
	}
	return len(list(fields["components"])) > 0
}

// visible says whether an embed shows anything.
func visible(embed map[string]any) bool {
	for _, key := range []string{"title", "description", "author", "footer", "image", "thumbnail", "fields"} {
		switch v := embed[key].(type) {
		case string:
			if strings.TrimSpace(v) != "" {
				return true
			}
		case map[string]any:
			return true
		case []any:
			if len(v) > 0 {
				return true
			}
		}
	}
	return false
}

// checkEmbeds checks a message's embeds.
func (v value) checkEmbeds(files []File) {
	total := 0
	for _, e := range v.get("embeds").list(0, maxEmbeds) {
		if !e.object() {
			e.fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
			continue
		}
		total += e.checkEmbed(files)
	}
	if total > maxEmbedText {
		v.get("embeds").fail("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
}

// checkEmbed checks one embed and gives the characters in it.
func (v value) checkEmbed(files []File) int {
	n := units(v.get("title").text(0, maxTitle)) + units(v.get("description").text(0, maxEmbedBody))
	v.get("url").url(false, maxURL, "http", "https")
	v.get("color").integer(false, 0, 0xFFFFFF)
	if t := v.get("timestamp"); t.given() {
		if _, err := time.Parse(time.RFC3339, t.text(0, 64)); err != nil {
			t.fail("DATE_TIME_TYPE_PARSE", "Could not parse %v. Should be ISO8601.", t.v)
		}
	}
	for _, f := range v.get("fields").list(0, maxFields) {
		n += units(f.get("name").text(1, maxFieldName)) + units(f.get("value").text(1, maxFieldValue))
		f.get("inline").boolean()
	}
	if footer := v.get("footer"); footer.object() {
		n += units(footer.get("text").text(1, maxFooter))
		footer.get("icon_url").checkMedia(files)
	}
	if author := v.get("author"); author.object() {
		n += units(author.get("name").text(1, maxAuthor))
		author.get("url").url(false, maxURL, "http", "https")
		author.get("icon_url").checkMedia(files)
	}
	for _, key := range []string{"image", "thumbnail"} {
		if media := v.get(key); media.object() {
			media.get("url").checkMedia(files)
		}
	}
	return n
}

// checkMedia checks the address of a picture, which may be a file of the message.
func (v value) checkMedia(files []File) {
	link := v.url(false, maxURL, "http", "https", "attachment")
	if name, ok := strings.CutPrefix(link, "attachment://"); ok && !slices.ContainsFunc(files, func(f File) bool { return f.Name == name }) {
		v.fail("ATTACHMENT_NOT_FOUND", "The attachment %s is not among the files.", name)
	}
}

// units is the length of a text as Discord's client counts it.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// checkAttachments checks that what is said of files and the files themselves agree.
func (v value) checkAttachments(files []File) {
	if len(files) > maxFiles {
		v.get("files").length(len(files), 0, maxFiles)
	}
	for _, a := range v.get("attachments").list(0, maxFiles) {
		id := fmt.Sprint(a.get("id").v)
		if n, err := strconv.Atoi(id); err != nil || n >= len(files) && n < maxFiles {
			a.get("id").fail("ATTACHMENT_NOT_FOUND", "Uploaded attachment %s not found", id)
		}
		a.get("description").text(0, 1024)
	}
}

// checkNonce checks what tells a message sent twice from two.
func (v value) checkNonce() {
	nonce := v.get("nonce")
	switch nonce.v.(type) {
	case nil, float64:
	default:
		nonce.text(0, maxNonce)
	}
	if v.get("enforce_nonce").boolean() && !nonce.given() {
		nonce.fail("BASE_TYPE_REQUIRED", "This field is required")
	}
}

var mention = regexp.MustCompile(`<@(!|&)?(\d+)>`)

// mentioned are the users and roles that a text mentions, and whether it mentions everyone.
func (s *Server) mentioned(text string) (users, roles []any, everyone bool) {
	users, roles = []any{}, []any{}
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] == "&":
			roles = append(roles, m[2])
		case m[2] == s.BotID:
			users = append(users, s.botUser())
		default:
			users = append(users, User{ID: m[2], Name: "person"}.json())
		}
	}
	return users, roles, strings.Contains(text, "@everyone") || strings.Contains(text, "@here")
}

// checkMentions checks allowed_mentions, and gives how the message would mention somebody.
func (v value) checkMentions(content string) []string {
	allowed := v.get("allowed_mentions")
	if !allowed.given() {
		broken := []string{"allowed_mentions is missing; want {\"parse\":[]}, so that nobody is mentioned"}
		if mention.MatchString(content) || strings.Contains(content, "@everyone") || strings.Contains(content, "@here") {
			broken = append(broken, fmt.Sprintf("it mentions somebody: %.100q", content))
		}
		return broken
	}
	if !allowed.object() {
		return nil
	}
	var broken []string
	parse := allowed.get("parse")
	if _, ok := parse.v.([]any); !ok {
		broken = append(broken, fmt.Sprintf("allowed_mentions.parse is %s; want []", encode(parse.v)))
	}
	for _, e := range parse.list(0, 3) {
		if kind := e.text(1, 10); !slices.Contains([]string{"roles", "users", "everyone"}, kind) {
			e.fail("BASE_TYPE_CHOICES", "Value must be one of {'roles', 'users', 'everyone'}.")
		}
		broken = append(broken, fmt.Sprintf("allowed_mentions.parse has %s; want []", encode(e.v)))
	}
	for _, key := range []string{"users", "roles"} {
		ids := allowed.get(key).list(0, 100)
		for _, id := range ids {
			id.id()
		}
		if len(ids) > 0 && strings.Contains(string(encode(parse.v)), key) {
			allowed.fail("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[\"%s\"] and %s: [ids...] are mutually exclusive.", key, key)
		}
		if len(ids) > 0 {
			broken = append(broken, fmt.Sprintf("allowed_mentions.%s has %d ids; want none", key, len(ids)))
		}
	}
	if allowed.get("replied_user").boolean() {
		broken = append(broken, "allowed_mentions.replied_user is true; want false")
	}
	return broken
}
