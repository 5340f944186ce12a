# The build: a static binary, without symbols, from the modules that go.sum pins.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /drawdown ./cmd/drawdown

# The image: the binary alone, run by nobody in particular. It needs no shell, no certificates and no writable file system.
FROM scratch
COPY --from=build /drawdown /drawdown
USER 65532:65532
ENTRYPOINT ["/drawdown"]
