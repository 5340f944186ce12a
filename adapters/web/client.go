package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// networkBits is how much of an IPv6 address tells who somebody is: a household or a phone gets a whole /64, and may take any
// address in it (RFC 6177).
const networkBits = 64

// client is the address of who asks, for limits and for the journal, which keeps no address in clear; "" where it is not known. Of
// an IPv6 address it is the network. An address of this machine is nobody's: see Options.LimitLocal.
func (a *Adapter) client(r *http.Request) string {
	if a.o.TrustedProxy {
		seen := last(r.Header.Values("X-Forwarded-For"))
		if addr, err := netip.ParseAddr(strings.Trim(seen, "[]")); err == nil {
			return network(addr)
		}
		if at, err := netip.ParseAddrPort(seen); err == nil { // some proxies add the port
			return network(at.Addr())
		}
	}
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || at.Addr().Unmap().IsLoopback() && !a.o.LimitLocal {
		return ""
	}
	return network(at.Addr())
}

// last is the address that the proxy nearest to us added. Those before it are what it was told.
func last(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	line := lines[len(lines)-1]
	return strings.TrimSpace(line[strings.LastIndexByte(line, ',')+1:])
}

func network(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	prefix, err := addr.Prefix(networkBits)
	if err != nil {
		return ""
	}
	return prefix.String()
}
