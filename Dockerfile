# The build: a static binary, without symbols, from the modules that go.sum pins.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /drawdown ./cmd/drawdown && mkdir /data

# The image: the binary, the certificates that the platforms are known by, and a folder for the journal, run by nobody in
# particular. Its root file system may be read-only; /data is the only place that is written to.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /drawdown /drawdown
COPY --from=build --chown=65532:65532 /data /data
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 8080
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/drawdown", "health"]
ENTRYPOINT ["/drawdown"]
CMD ["serve"]
