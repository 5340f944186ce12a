package discordtest

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A form collects what is wrong with the body of a request, field by field.
type form struct {
	wrong []wrong
}

// wrong is one complaint about one field.
type wrong struct {
	path          []string
	code, message string
}

// A value is a part of a body, with the way to it.
type value struct {
	form *form
	path []string
	v    any
	has  bool // the key is there, be it with null
}

// body begins the check of a body that decoded to v.
func body(v any) value { return value{form: &form{}, v: v, has: true} }

// fail complains about the value.
func (v value) fail(code, format string, args ...any) {
	v.form.wrong = append(v.form.wrong, wrong{slices.Clone(v.path), code, fmt.Sprintf(format, args...)})
}

// get is the member of an object.
func (v value) get(key string) value {
	object, _ := v.v.(map[string]any)
	member, has := object[key]
	return value{v.form, append(slices.Clone(v.path), key), member, has}
}

// given says whether there is a value other than null.
func (v value) given() bool { return v.v != nil }

// object complains about what is neither an object nor absent, and says whether it is one.
func (v value) object() bool {
	_, ok := v.v.(map[string]any)
	if !ok && v.given() {
		v.fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
	}
	return ok
}

// list gives the elements of an array and complains about another number than least to most of them.
func (v value) list(least, most int) []value {
	array, ok := v.v.([]any)
	if !ok && v.given() {
		v.fail("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
		return nil
	}
	if v.given() || least > 0 {
		v.length(len(array), least, most)
	}
	out := make([]value, len(array))
	for i, e := range array {
		out[i] = value{v.form, append(slices.Clone(v.path), strconv.Itoa(i)), e, true}
	}
	return out
}

func (v value) length(n, least, most int) {
	switch {
	case n > most:
		v.fail("BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", most)
	case n == 0 && least > 0:
		v.fail("BASE_TYPE_REQUIRED", "This field is required")
	case n < least:
		v.fail("BASE_TYPE_MIN_LENGTH", "Must be %d or more in length.", least)
	}
}

// text gives a string and complains about another length, without the blanks around it, than least to most. The length is in UTF-16
// units, as Discord's client counts; its servers count characters, which are never more. With a least of 0 it may be absent.
func (v value) text(least, most int) string {
	s, ok := v.v.(string)
	if !ok && v.given() {
		v.fail("STRING_TYPE_CONVERT", "Could not interpret \"%v\" as string.", v.v)
		return ""
	}
	if least > 0 || ok {
		v.length(len(utf16.Encode([]rune(strings.TrimSpace(s)))), least, most)
	}
	return s
}

// integer gives a whole number and complains about one out of bounds. Absent is 0, unless it is required.
func (v value) integer(required bool, least, most float64) int {
	if !v.given() {
		if required {
			v.fail("BASE_TYPE_REQUIRED", "This field is required")
		}
		return 0
	}
	n, ok := v.v.(float64)
	if s, isText := v.v.(string); isText {
		var err error
		n, err = strconv.ParseFloat(s, 64)
		ok = err == nil
	}
	switch {
	case !ok || n != math.Trunc(n):
		v.fail("NUMBER_TYPE_COERCE", "Value \"%v\" is not int.", v.v)
		return 0
	case n < least:
		v.fail("NUMBER_TYPE_MIN", "int value should be greater than or equal to %v.", least)
	case n > most:
		v.fail("NUMBER_TYPE_MAX", "int value should be less than or equal to %v.", most)
	}
	return int(n)
}

// boolean gives a truth value; absent is false.
func (v value) boolean() bool {
	b, ok := v.v.(bool)
	if !ok && v.given() {
		v.fail("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
	return b
}

// choice complains about a number that is none of those.
func (v value) choice(required bool, of ...int) int {
	n := v.integer(required, math.MinInt32, math.MaxInt32)
	if v.given() && !slices.Contains(of, n) {
		v.fail("BASE_TYPE_CHOICES", "Value must be one of {%s}.", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(of)), ", "), "[]"))
	}
	return n
}

// id gives a snowflake; absent is "".
func (v value) id() string {
	if !v.given() {
		return ""
	}
	s, ok := v.v.(string)
	if n, isNumber := v.v.(float64); isNumber && n == 0 {
		return "" // as some clients write "none"
	}
	if !ok || !isID(s) {
		v.fail("NUMBER_TYPE_COERCE", "Value \"%v\" is not snowflake.", v.v)
	}
	return s
}

// url gives a link and complains about another scheme than those.
func (v value) url(required bool, most int, schemes ...string) string {
	if !v.given() || v.v == "" {
		if required {
			v.fail("BASE_TYPE_REQUIRED", "This field is required")
		}
		return ""
	}
	s := v.text(1, most)
	u, err := url.Parse(s)
	switch {
	case err != nil:
		v.fail("URL_TYPE_INVALID_URL", "Not a well formed URL.")
	case !slices.Contains(schemes, u.Scheme):
		v.fail("URL_TYPE_INVALID_SCHEME", "Scheme \"%s\" is not supported. Scheme must be one of ('%s').", u.Scheme, strings.Join(schemes, "', '"))
	case u.Host == "":
		v.fail("URL_TYPE_INVALID_URL", "Not a well formed URL.")
	}
	return s
}

// refusal is Discord's answer to a body with something wrong, or nil.
func (f *form) refusal() *refusal {
	if len(f.wrong) == 0 {
		return nil
	}
	type complaint struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	tree := map[string]any{}
	for _, w := range f.wrong {
		at := tree
		for _, key := range w.path {
			next, ok := at[key].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[key] = next
			}
			at = next
		}
		list, _ := at["_errors"].([]complaint)
		at["_errors"] = append(list, complaint{w.code, w.message})
	}
	return &refusal{Status: http.StatusBadRequest, Code: codeInvalidForm, Message: "Invalid Form Body", Errors: json.RawMessage(encode(tree))}
}
