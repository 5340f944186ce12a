package slack

import (
	"context"
	"strconv"

	slackgo "github.com/slack-go/slack"
)

// sought is how many messages after a question are looked through for its answer: more than a channel says while one is sent.
const sought = 200

// there tells whether a message was sent before: whether it stands in its thread, or in its direct message, with its metadata.
func (a *Adapter) there(ctx context.Context, p parcel) (bool, error) {
	var list []slackgo.Message
	m := replies
	look := func(ctx context.Context) (err error) {
		list, _, _, err = a.api.GetConversationRepliesContext(ctx, &slackgo.GetConversationRepliesParameters{
			ChannelID: p.to.channel, Timestamp: p.to.thread, Oldest: p.to.since, Limit: sought, IncludeAllMetadata: true})
		return err
	}
	if p.to.thread == "" {
		m = history
		look = func(ctx context.Context) error {
			got, err := a.api.GetConversationHistoryContext(ctx, &slackgo.GetConversationHistoryParameters{
				ChannelID: p.to.channel, Oldest: p.to.since, Limit: sought, IncludeAllMetadata: true})
			if err == nil {
				list = got.Messages
			}
			return err
		}
	}
	if err := a.call(ctx, m, look); err != nil {
		return false, err
	}
	for _, one := range list {
		said := one.Metadata
		if said.EventType == metadataType && said.EventPayload[metadataEvent] == p.event && said.EventPayload[metadataPart] == strconv.Itoa(p.part) {
			return true, nil
		}
	}
	return false, nil
}
