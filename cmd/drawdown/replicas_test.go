package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"drawdown/adapters/discord/discordtest"
	"drawdown/adapters/slack/slacktest"
	"drawdown/bot/journal/postgrestest"
)

// asCommandEnv has the test's binary be the command itself, so that a replica is a process that can be killed.
const asCommandEnv = "DRAWDOWN_TEST_AS_COMMAND"

// A replica is a service in a process of its own.
type replica struct {
	addr string
	cmd  *exec.Cmd
	log  *logBuffer
}

func startReplica(t *testing.T, env ...string) *replica {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &replica{cmd: exec.Command(self, "serve", "--addr", "127.0.0.1:0", "--person-limit", "0"), log: &logBuffer{}}
	r.cmd.Env = append(os.Environ(), append(env, asCommandEnv+"=1")...)
	r.cmd.Stderr = r.log
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.cmd.Process.Kill()
		r.cmd.Wait()
	})
	eventually(t, "serving", func() bool {
		m := servingAt.FindStringSubmatch(r.log.String())
		if m != nil {
			r.addr = "http://" + m[1]
		}
		return m != nil
	})
	eventually(t, "ready", func() bool {
		resp, err := http.Get(r.addr + "/readyz")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		io.Copy(io.Discard, resp.Body)
		return resp.StatusCode == http.StatusOK
	})
	return r
}

// Two replicas share one PostgreSQL and both get every Slack event and every Discord interaction, in random order. One is killed
// with SIGKILL in the middle. Every question gets exactly one answer, in the response or by a
// call: Discord takes the first, and the strict server refuses a second in a response.
func TestReplicas(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process and waits for its claims to end, some 15 s; -short was given")
	}
	cluster, err := postgrestest.Start()
	if err == postgrestest.ErrMissing {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Stop)
	const events = 60
	slack := slacktest.New(t, slacktest.Options{Channels: manyChannels(events)})
	discord := discordtest.New(t, discordtest.Options{})
	discord.AllowBreaches("already been acknowledged") // by the replica that died before it could say so
	env := []string{
		"DATABASE_URL=" + cluster.Database(t),
		"SLACK_BOT_TOKEN=" + slack.BotToken(), "SLACK_SIGNING_SECRET=" + slack.SigningSecret(), "SLACK_API_URL=" + slack.APIURL(),
		"DISCORD_PUBLIC_KEY=" + discord.PublicKeyHex(), "DISCORD_API_URL=" + discord.URL(),
	}
	replicas := []*replica{startReplica(t, env...), startReplica(t, env...)}
	crowd := newCrowd(t, slack, discord, events, replicas)
	crowd.deliver(func() {
		if err := replicas[0].cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
	})
	crowd.verify()
	if t.Failed() {
		t.Logf("the replica that was killed logged\n%s\nthe other\n%s", replicas[0].log, replicas[1].log)
	}
}

// manyChannels are channels enough that none has to wait for its turn of one message a second.
func manyChannels(n int) []slacktest.Channel {
	list := slacktest.DefaultChannels("U0BOT")
	var out []slacktest.Channel
	for i := range n {
		c := list[0]
		c.ID, c.Name = fmt.Sprintf("C0MANY%05d", i), fmt.Sprintf("many-%d", i)
		out = append(out, c)
	}
	return append(out, list...)
}

// A crowd is what many people ask at once, and what they get.
type crowd struct {
	t        *testing.T
	slack    *slacktest.Server
	mentions []slacktest.Event
	commands []*discordtest.Interaction
	sends    []func()
}

func newCrowd(t *testing.T, slack *slacktest.Server, discord *discordtest.Server, events int, replicas []*replica) *crowd {
	c := &crowd{t: t, slack: slack}
	for i := range events {
		mention := slack.Mention(slacktest.Said{Channel: fmt.Sprintf("C0MANY%05d", i), Text: "How many U.S. troops remain in Syria?"})
		command := discord.Command(discord.InGuild(), "ask", discordtest.Text("question", "How many U.S. troops remain in Syria?"))
		c.mentions, c.commands = append(c.mentions, mention), append(c.commands, command)
		for _, r := range replicas {
			sender := slack.Sender(slacktest.SenderOptions{URL: r.addr})
			c.sends = append(c.sends, func() { sender.Deliver(mention) }, func() { c.post(i, r.addr) })
		}
	}
	rand.Shuffle(len(c.sends), func(i, k int) { c.sends[i], c.sends[k] = c.sends[k], c.sends[i] })
	return c
}

// post sends a command to a replica, as Discord does; one that is killed meanwhile gives no answer.
func (c *crowd) post(i int, addr string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.commands[i].Post(ctx, addr+"/discord/interactions", discordtest.Signed)
}

// deliver sends everything, some at once, and kills in the middle.
func (c *crowd) deliver(kill func()) {
	const atOnce = 12
	next := make(chan func())
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for send := range next {
				send()
			}
		})
	}
	for i, send := range c.sends {
		if i == len(c.sends)/2 {
			go kill()
		}
		next <- send
	}
	close(next)
	all.Wait()
}

// verify waits until every question is answered, and some time longer for an answer too many.
func (c *crowd) verify() {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for i, m := range c.mentions {
		replies, err := c.slack.WaitReplies(ctx, m.Channel, m.TS, 1)
		if err != nil {
			c.t.Errorf("mention %d got no answer: %v", i, err)
			continue
		}
		if !strings.Contains(replies[0].Text, "ewer than 1,000") {
			c.t.Errorf("mention %d got %q", i, replies[0].Text)
		}
	}
	if err := c.slack.Still(ctx, 2*time.Second); err != nil {
		c.t.Error(err)
	}
	for i, m := range c.mentions {
		if n := len(c.slack.Replies(m.Channel, m.TS)); n > 1 {
			c.t.Errorf("mention %d got %d answers, want one", i, n)
		}
	}
	for i, command := range c.commands {
		answers := 0
		for _, r := range command.Responses() {
			if bytes.Contains(r.Body, []byte("ewer than 1,000")) {
				answers++
			}
		}
		if answers != 1 {
			c.t.Errorf("command %d got %d answers among %d responses, want one", i, answers, len(command.Responses()))
		}
	}
}
