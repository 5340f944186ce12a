package service

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"drawdown/bot"
	"drawdown/knowledge"
)

// namespace opens the name of every metric.
const namespace = "drawdown"

// latencies are the buckets of the histogram, in seconds: an answer that was understood before takes microseconds, a new one some
// hundred, and what takes a second waited for a journal.
var latencies = []float64{10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 50e-3, 250e-3, 1}

// Metrics are what Prometheus reads. All methods are safe for concurrent use.
type Metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	latency   *prometheus.HistogramVec
	limited   *prometheus.CounterVec
	base      *prometheus.GaugeVec
	loaded    prometheus.Gauge
	asOf      prometheus.Gauge
	reloads   *prometheus.CounterVec
}

// NewMetrics makes the metrics of a process.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		questions: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "questions_total", Help: "Messages handled, by platform and outcome."}, []string{"platform", "outcome"}),
		latency:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: "answer_seconds", Help: "Time from a message to its reply, sending left out.", Buckets: latencies}, []string{"platform"}),
		limited:   prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "rate_limited_total", Help: "Messages refused because somebody asked too often."}, []string{"platform"}),
		base:      prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: "base_info", Help: "The base that answers, by the fingerprint of its facts; always 1."}, []string{"fingerprint"}),
		loaded:    prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "base_loaded_timestamp_seconds", Help: "When the base was loaded."}),
		asOf:      prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "base_as_of_timestamp_seconds", Help: "The date of the newest article of the base."}),
		reloads:   prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "base_reloads_total", Help: "Attempts to load the facts anew, by result."}, []string{"result"}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		m.questions, m.latency, m.limited, m.base, m.loaded, m.asOf, m.reloads)
	return m
}

// Observe counts a message; it is what bot.Options.Observe wants.
func (m *Metrics) Observe(platform string, outcome bot.Kind, took time.Duration) {
	m.questions.WithLabelValues(platform, outcome.String()).Inc()
	m.latency.WithLabelValues(platform).Observe(took.Seconds())
	if outcome == bot.Limited {
		m.limited.WithLabelValues(platform).Inc()
	}
}

// Loaded notes the base that answers from now on.
func (m *Metrics) Loaded(b *knowledge.Base, at time.Time) {
	m.base.Reset()
	m.base.WithLabelValues(b.Fingerprint).Set(1)
	m.loaded.Set(float64(at.Unix()))
	newest := ""
	for _, a := range b.Articles {
		newest = max(newest, a.AsOf)
	}
	if t, err := time.Parse(time.DateOnly, newest); err == nil {
		m.asOf.Set(float64(t.Unix()))
	}
}

// Reloaded counts an attempt to load the facts anew.
func (m *Metrics) Reloaded(err error) {
	result := "loaded"
	if err != nil {
		result = "failed"
	}
	m.reloads.WithLabelValues(result).Inc()
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// watch registers the figures of the parts: whether each adapter is ready, and what it measures by itself.
func (m *Metrics) watch(s *service) {
	for _, p := range s.parts {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: namespace, Name: "adapter_ready", Help: "1 where an adapter takes questions.", ConstLabels: prometheus.Labels{"adapter": p.Name()},
		}, func() float64 {
			if err, _ := p.state(); err != nil {
				return 0
			}
			return 1
		}))
		m.measure(p.Name(), p.Adapter)
	}
	m.measure("bot", s.Bot)
	m.measure("journal", s.Journal)
}

// measure registers what a part measures, if it does.
func (m *Metrics) measure(name string, part any) {
	measured, ok := part.(bot.Measured)
	if !ok {
		return
	}
	for _, x := range measured.Measures() {
		if x.Counter {
			m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: namespace, Subsystem: name, Name: x.Name, Help: x.Help}, x.Value))
		} else {
			m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Subsystem: name, Name: x.Name, Help: x.Help}, x.Value))
		}
	}
}
