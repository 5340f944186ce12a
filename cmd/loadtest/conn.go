package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
)

// A conn is a kept connection that posts questions. It writes and reads HTTP/1.1 itself, for net/http's client costs more than the
// handlers that are compared, and would make them look alike.
type conn struct {
	net.Conn
	in   *bufio.Reader
	out  []byte
	addr string
}

func dial(addr string) (*conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, in: bufio.NewReader(c), addr: addr}, nil
}

// ask posts a body to /v1/ask and reads the answer. Any status but 200 is an error.
func (c *conn) ask(body []byte) error {
	c.out = fmt.Appendf(c.out[:0], "POST /v1/ask HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", c.addr, len(body), body)
	if _, err := c.Write(c.out); err != nil {
		return err
	}
	head := textproto.NewReader(c.in)
	status, err := head.ReadLine()
	if err != nil {
		return err
	}
	fields, err := head.ReadMIMEHeader()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(fields.Get("Content-Length"))
	if err != nil {
		return fmt.Errorf("an answer without its length: %q", fields)
	}
	if len(status) < 12 || status[9:12] != "200" {
		text := make([]byte, min(n, 500))
		io.ReadFull(c.in, text)
		return fmt.Errorf("%s: %s", status, text)
	}
	_, err = c.in.Discard(n)
	return err
}
