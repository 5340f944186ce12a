package knowledge

// What is done, planned or wished is told by the verbs. The patterns are for English.
var (
	// wished is how somebody says what ought to be.
	wished = lazily(`(?i)\b(?:should|ought to|must|needs? to|has to|have to)\b`)
	// meant is how a statement says what ought to be.
	meant = lazily(`(?i)\b(?:should|must|needs?|necessary|depends?|aims?|by design|are to|is to|imperative|advised)\b`)
	// planned is how a statement says that something is to be done.
	planned = lazily(`(?i)\b(?:will|are to|is to|to be|planned|scheduled|wants to|want to|should)\b`)
	// reached is how a claim says that something is done.
	reached = lazily(`(?i)\b(?:already|has|have|had|['’]ve|now|currently|dropped|fell|went down|was|were)\b|\bthere (?:are|is)\b|\bdown to\b`)
	// coming is how a claim says that something is to come.
	coming = lazily(`(?i)\b(?:will|['’]ll|gonna|going to|are to|is to|to be|plan|plans|planned|set to|scheduled|shall|would|should|coming|supposed|expected|later)\b`)
	// past is how a statement says that something has been done.
	past = lazily(`(?i)\b(?:has|have|had|already|began|begun|started|were|was)\b`)
	// perfect is how a claim says that something has been done, where the statement tells of no number.
	perfect = lazily(`(?i)\b(?:already|has|have|had|['’]ve)\b`)
)

// merelyWished tells whether a claim says what ought to be, where the fact says nothing of the kind.
func (f *Fact) merelyWished(claim string) bool {
	return wished().MatchString(claim) && !meant().MatchString(f.Says)
}

// undone tells whether a claim says that something is done which the fact says is planned.
func (f *Fact) undone(claim string, claimed []quantity) bool {
	if coming().MatchString(claim) {
		return false
	}
	if len(f.Figures) > 0 && len(claimed) > 0 {
		return f.plansFor(claimed) && reached().MatchString(claim)
	}
	return planned().MatchString(f.Says) && !past().MatchString(f.Says) && perfect().MatchString(claim)
}
